package io.collab.crdt;

import io.collab.crdt.internal.snapshot.SnapshotState;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.UpdateFormat;
import org.jspecify.annotations.Nullable;

/**
 * The state vector and the delete set of a document at some time. A snapshot holds no content: showing it needs the
 * document, without garbage collection. Immutable.
 *
 * <pre>
 * snapshot = delete set (format 1 or 2), state vector
 * </pre>
 */
public final class Snapshot {

    /** The snapshot of an empty document. */
    public static final Snapshot EMPTY = new Snapshot(SnapshotState.EMPTY);

    private static final String RESTORE_ORIGIN = "snapshot";

    final SnapshotState state;

    private Snapshot(SnapshotState state) {
        this.state = state;
    }

    /**
     * Returns a snapshot of the present state of a document.
     *
     * @param doc the document
     */
    public static Snapshot of(YDoc doc) {
        return new Snapshot(SnapshotState.of(doc.store, doc.encoder));
    }

    /**
     * Decodes a snapshot of format 1.
     *
     * @param bytes the encoded form
     * @throws DecodeException if it is malformed
     */
    public static Snapshot decode(byte[] bytes) {
        return new Snapshot(SnapshotState.decode(bytes, false));
    }

    /**
     * Decodes a snapshot of format 2.
     *
     * @param bytes the encoded form
     * @throws DecodeException if it is malformed
     */
    public static Snapshot decodeV2(byte[] bytes) {
        return new Snapshot(SnapshotState.decode(bytes, true));
    }

    /** Returns the encoded form of format 1. */
    public byte[] encode() {
        return state.encode(false);
    }

    /** Returns the encoded form of format 2. */
    public byte[] encodeV2() {
        return state.encode(true);
    }

    /**
     * Creates a document with the content of this snapshot.
     *
     * @param from the document of the snapshot, or a later state of it; without garbage collection
     * @param options the options of the new document
     * @throws IllegalArgumentException if the document collects garbage or lacks a struct of the snapshot
     */
    public YDoc restore(YDoc from, YDocOptions options) {
        if (from.options().gc()) {
            throw new IllegalArgumentException("a document with garbage collection cannot show a snapshot");
        }
        byte[][] content = new byte[1][];
        from.transact(
                transaction -> content[0] = state.encodeContent(from.store, from.encoder, transaction.record), null);
        YDoc restored = new YDoc(options);
        restored.applyUpdateV2(content[0], RESTORE_ORIGIN);
        return restored;
    }

    /**
     * Returns whether every struct and deletion of an update is in this snapshot.
     *
     * @param update the update (v1)
     * @throws DecodeException if it is malformed
     */
    public boolean containsUpdate(byte[] update) {
        return state.contains(update, UpdateFormat.V1);
    }

    /**
     * Returns whether every struct and deletion of an update is in this snapshot.
     *
     * @param update the update (v2)
     * @throws DecodeException if it is malformed
     */
    public boolean containsUpdateV2(byte[] update) {
        return state.contains(update, UpdateFormat.V2);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Snapshot snapshot && state.equals(snapshot.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "Snapshot" + state;
    }
}
