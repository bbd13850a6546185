package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;

/** The encoded forms of an update. */
public enum UpdateFormat {

    /** Struct after struct. Embeds and marks are JSON. */
    V1,

    /** Compressed columns. Embeds and marks are values. */
    V2,

    /**
     * Format 2 with its columns unfolded: struct after struct as in format 1, but embeds and marks are values, and
     * halves of surrogate pairs are kept. Both formats can be converted into it without loss, so documents store
     * pending updates in it. It is never transmitted.
     */
    UNFOLDED;

    /**
     * Opens an update before its first struct.
     *
     * @param update the bytes, not copied
     * @param limits bounds
     * @throws DecodeException if the part that must be read at once is malformed: the number of sections in format 1,
     *     all columns in format 2
     */
    public StructCursor open(byte[] update, DecodeLimits limits) {
        return this == V2
                ? new StructCursor(ColumnReader.unfold(update, limits), limits, true)
                : new StructCursor(update, limits, this == UNFOLDED);
    }

    /** Returns the format of the bytes of a cursor that was opened with this format. */
    public UpdateFormat unfolded() {
        return this == V2 ? UNFOLDED : this;
    }

    /** Returns a writer without structs. */
    public StructWriter writer() {
        return this == V2 ? new UpdateWriterV2() : new UpdateWriter(this == UNFOLDED);
    }
}
