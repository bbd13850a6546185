package io.collab.crdt;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import io.collab.crdt.update.StateVectors;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.UpdateFormat;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a document showed at some time: what it had, and what of that was deleted. It holds no content, so showing it
 * again needs the document, without garbage collection.
 *
 * <pre>
 * snapshot = delete set (format 1 or 2), state vector
 * </pre>
 *
 * Immutable.
 */
public final class Snapshot {

    /** The snapshot of an empty document. */
    public static final Snapshot EMPTY = new Snapshot(new DeleteSet(), Map.of());

    private final DeleteSet deletions;
    private final Map<Long, Long> state;

    private Snapshot(DeleteSet deletions, Map<Long, Long> state) {
        this.deletions = deletions;
        this.state = state;
    }

    /**
     * Returns what a document shows now.
     *
     * @param doc the document
     */
    public static Snapshot of(YDoc doc) {
        DeleteSet deletions = new DeleteSet();
        Map<Long, Long> state = new LinkedHashMap<>();
        Ranges ranges = new Ranges();
        ClientStructs[] clients = doc.store.clients.descending().clone();
        Arrays.sort(clients, Comparator.comparingInt(client -> client.rank));
        for (ClientStructs client : clients) {
            if (!client.isEmpty()) {
                state.put(client.id, (long) client.state);
                doc.encoder.deletedRanges(client, ranges);
                for (int j = 0; j < ranges.size(); j++) {
                    deletions.add(client.id, ranges.clock(j), ranges.length(j));
                }
            }
        }
        return new Snapshot(deletions, state);
    }

    /**
     * Reads a snapshot of format 1.
     *
     * @param bytes the encoded form
     * @throws DecodeException if it is malformed
     */
    public static Snapshot decode(byte[] bytes) {
        Decoder in = new Decoder(bytes);
        return new Snapshot(DeleteSet.read(in), readState(in));
    }

    /**
     * Reads a snapshot of format 2.
     *
     * @param bytes the encoded form
     * @throws DecodeException if it is malformed
     */
    public static Snapshot decodeV2(byte[] bytes) {
        Decoder in = new Decoder(bytes);
        return new Snapshot(DeleteSet.readV2(in), readState(in));
    }

    /** Returns the encoded form of format 1. */
    public byte[] encode() {
        Encoder out = new Encoder();
        deletions.write(out);
        return withState(out);
    }

    /** Returns the encoded form of format 2. */
    public byte[] encodeV2() {
        Encoder out = new Encoder();
        deletions.writeV2(out);
        return withState(out);
    }

    /**
     * Makes a new document that shows this snapshot.
     *
     * @param from the document, or a later state of it; without garbage collection
     * @param options how the new one behaves
     * @throws IllegalArgumentException if the document collects garbage or lacks something of the snapshot
     */
    public YDoc restore(YDoc from, YDocOptions options) {
        if (from.options.gc()) {
            throw new IllegalArgumentException("a document that collects garbage cannot show what it was");
        }
        byte[][] shown = new byte[1][];
        from.transact(transaction -> shown[0] = encode(from, transaction), null);
        YDoc restored = new YDoc(options);
        restored.applyUpdateV2(shown[0], "snapshot");
        return restored;
    }

    /** Encodes what is shown, in the format that keeps values as they are. */
    private byte[] encode(YDoc from, Transaction transaction) {
        ColumnEncoder columns = from.columns();
        columns.begin();
        state.forEach((id, clock) -> {
            if (clock > 0) {
                writeSection(from, transaction, columns, id, clock);
            }
        });
        return columns.finish(deletions::writeV2);
    }

    private static void writeSection(YDoc from, Transaction transaction, ColumnEncoder columns, long id, long clock) {
        ClientStructs client = from.store.clients.find(id);
        if (client == null || clock > client.state) {
            throw new IllegalArgumentException("the document lacks something of the snapshot");
        }
        if (clock < client.state) {
            from.store.cleanStart(transaction, client, (int) clock);
        }
        columns.writeSectionUntil(client, (int) clock);
    }

    /**
     * Returns whether everything in an update is in this snapshot, deletions included.
     *
     * @param update the update (v1)
     * @throws DecodeException if it is malformed
     */
    public boolean containsUpdate(byte[] update) {
        return contains(update, UpdateFormat.V1);
    }

    /**
     * Returns whether everything in an update is in this snapshot, deletions included.
     *
     * @param update the update (v2)
     * @throws DecodeException if it is malformed
     */
    public boolean containsUpdateV2(byte[] update) {
        return contains(update, UpdateFormat.V2);
    }

    private boolean contains(byte[] update, UpdateFormat format) {
        StructCursor cursor = new StructCursor(new byte[] {0, 0}, DecodeLimits.TRUSTED);
        cursor.reset(update, DecodeLimits.TRUSTED, format);
        boolean known = true;
        while (cursor.next()) {
            known &= state.getOrDefault(cursor.client(), 0L) >= cursor.clockEnd();
        }
        DeleteSet both = new DeleteSet();
        both.addAll(deletions);
        both.addAll(cursor.readDeleteSet());
        both.sortAndMerge();
        return known && equal(both, deletions);
    }

    /** Returns whether a struct of a document was there. */
    boolean knows(StructStore store, int slot) {
        return state.getOrDefault(store.owner(slot).id, 0L) > store.clock[slot];
    }

    /** Returns whether a struct of a document was there and not deleted. */
    boolean shows(StructStore store, int slot) {
        if (!knows(store, slot)) {
            return false;
        }
        Ranges deleted = deletions.ranges(store.owner(slot).id);
        return deleted == null || !deleted.contains(store.clock[slot]);
    }

    /** Cuts the runs of a document that are only in part in the snapshot, or deleted in it only in part. */
    void cut(Transaction transaction, StructStore store) {
        state.forEach((id, clock) -> {
            ClientStructs client = store.clients.find(id);
            if (client != null && clock < client.state) {
                store.cleanStart(transaction, client, clock.intValue());
            }
        });
        store.forEachIn(transaction, deletions, slot -> {});
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Snapshot snapshot
                && state.equals(snapshot.state)
                && equal(deletions, snapshot.deletions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(state, deletions.clients());
    }

    @Override
    public String toString() {
        return "Snapshot" + state;
    }

    private static boolean equal(DeleteSet a, DeleteSet b) {
        if (!a.clients().equals(b.clients())) {
            return false;
        }
        for (long client : a.clients()) {
            Ranges left = a.ranges(client);
            Ranges right = b.ranges(client);
            if (left == null || right == null || !equal(left, right)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Ranges a, Ranges b) {
        for (int i = 0; i < a.size() && i < b.size(); i++) {
            if (a.clock(i) != b.clock(i) || a.length(i) != b.length(i)) {
                return false;
            }
        }
        return a.size() == b.size();
    }

    private byte[] withState(Encoder out) {
        byte[] encoded = StateVectors.encode(state);
        out.writeBytes(encoded, 0, encoded.length);
        return out.toByteArray();
    }

    private static Map<Long, Long> readState(Decoder in) {
        Map<Long, Long> state = new LinkedHashMap<>();
        long count = in.readVarUint();
        for (long i = 0; i < count; i++) {
            if (state.put(in.readVarUint(), in.readVarUint()) != null) {
                throw new DecodeException(Reason.DUPLICATE_CLIENT, "snapshot names a client twice");
            }
        }
        in.expectEnd();
        return state;
    }
}
