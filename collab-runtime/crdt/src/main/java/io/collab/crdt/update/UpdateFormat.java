package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;

/** The forms in which an update is kept as bytes. */
public enum UpdateFormat {

    /** Struct after struct. Embeds and marks are JSON. */
    V1,

    /** Columns, each compressed in its own way. Embeds and marks are values. */
    V2,

    /**
     * Format 2 with its columns unfolded: struct after struct as in format 1, but embeds and marks are values, and
     * halves of surrogate pairs survive. Nothing is lost when either format is read into it, so documents keep in it
     * what waits. It never leaves the process.
     */
    UNFOLDED;

    /**
     * Opens an update before its first struct.
     *
     * @param update the bytes, not copied
     * @param limits budget
     * @throws DecodeException if it is malformed as far as it has to be read for that: a part of format 1, all columns
     *     of format 2
     */
    public StructCursor open(byte[] update, DecodeLimits limits) {
        return this == V2
                ? new StructCursor(ColumnReader.unfold(update, limits), limits, true)
                : new StructCursor(update, limits, this == UNFOLDED);
    }

    /** Returns the format of the bytes that a cursor walks over, once it was given an update in this format. */
    public UpdateFormat unfolded() {
        return this == V2 ? UNFOLDED : this;
    }

    /** Returns a writer without any struct. */
    public StructWriter writer() {
        return this == V2 ? new UpdateWriterV2() : new UpdateWriter(this == UNFOLDED);
    }
}
