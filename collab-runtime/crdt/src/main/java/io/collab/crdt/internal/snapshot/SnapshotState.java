package io.collab.crdt.internal.snapshot;

import io.collab.crdt.internal.encoding.ColumnEncoder;
import io.collab.crdt.internal.encoding.StateEncoder;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
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

/** The state vector and the delete set of a document at some time. Immutable. */
public final class SnapshotState {

    /** The state of an empty document. */
    public static final SnapshotState EMPTY = new SnapshotState(new DeleteSet(), Map.of());

    private final DeleteSet deletions;
    private final Map<Long, Long> state;

    private SnapshotState(DeleteSet deletions, Map<Long, Long> state) {
        this.deletions = deletions;
        this.state = state;
    }

    /** Returns the present state of a store. */
    public static SnapshotState of(StructStore store, StateEncoder encoder) {
        DeleteSet deletions = new DeleteSet();
        Map<Long, Long> state = new LinkedHashMap<>();
        Ranges ranges = new Ranges();
        ClientStructs[] clients = store.clients.descending().clone();
        Arrays.sort(clients, Comparator.comparingInt(client -> client.rank));
        for (ClientStructs client : clients) {
            if (!client.isEmpty()) {
                state.put(client.id, (long) client.state);
                encoder.structs().deletedRanges(client, ranges);
                for (int j = 0; j < ranges.size(); j++) {
                    deletions.add(client.id, ranges.clock(j), ranges.length(j));
                }
            }
        }
        return new SnapshotState(deletions, state);
    }

    /**
     * Decodes a snapshot.
     *
     * @throws DecodeException if it is malformed
     */
    public static SnapshotState decode(byte[] bytes, boolean v2) {
        Decoder in = new Decoder(bytes);
        return new SnapshotState(v2 ? DeleteSet.readV2(in) : DeleteSet.read(in), readState(in));
    }

    /** Returns the encoded form. */
    public byte[] encode(boolean v2) {
        Encoder out = new Encoder();
        if (v2) {
            deletions.writeV2(out);
        } else {
            deletions.write(out);
        }
        byte[] encoded = StateVectors.encode(state);
        out.writeBytes(encoded, 0, encoded.length);
        return out.toByteArray();
    }

    /**
     * Returns the structs and deletions of this state as an update (v2), which keeps all values as they are.
     *
     * @param transaction a transaction of the store; runs are cut where this state ends in them
     * @throws IllegalArgumentException if the store lacks a struct of this state
     */
    public byte[] encodeContent(StructStore store, StateEncoder encoder, TransactionRecord transaction) {
        ColumnEncoder columns = encoder.columns();
        columns.begin();
        state.forEach((id, clock) -> {
            if (clock > 0) {
                writeSection(store, transaction, columns, id, clock);
            }
        });
        return columns.finish(deletions::writeV2);
    }

    private static void writeSection(
            StructStore store, TransactionRecord transaction, ColumnEncoder columns, long id, long clock) {
        ClientStructs client = store.clients.find(id);
        if (client == null || clock > client.state) {
            throw new IllegalArgumentException("the document lacks a struct of the snapshot");
        }
        if (clock < client.state) {
            store.cleanStart(transaction, client, (int) clock);
        }
        columns.writeSectionUntil(client, (int) clock);
    }

    /**
     * Returns whether every struct and deletion of an update is in this state.
     *
     * @throws DecodeException if the update is malformed
     */
    public boolean contains(byte[] update, UpdateFormat format) {
        StructCursor cursor = format.open(update, DecodeLimits.TRUSTED);
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

    /** Returns whether a struct existed. */
    public boolean knows(StructStore store, int slot) {
        return state.getOrDefault(store.owner(slot).id, 0L) > store.clock[slot];
    }

    /** Returns whether a struct existed and was not deleted. */
    public boolean shows(StructStore store, int slot) {
        if (!knows(store, slot)) {
            return false;
        }
        Ranges deleted = deletions.ranges(store.owner(slot).id);
        return deleted == null || !deleted.contains(store.clock[slot]);
    }

    /** Cuts the runs of a store that are only partly in this state, or only partly deleted in it. */
    public void cut(TransactionRecord transaction, StructStore store) {
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
        return other instanceof SnapshotState snapshot
                && state.equals(snapshot.state)
                && equal(deletions, snapshot.deletions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(state, deletions.clients());
    }

    @Override
    public String toString() {
        return state.toString();
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

    private static Map<Long, Long> readState(Decoder in) {
        Map<Long, Long> state = new LinkedHashMap<>();
        long count = in.readVarUint();
        for (long i = 0; i < count; i++) {
            if (state.put(in.readVarUint(), in.readVarUint()) != null) {
                throw new DecodeException(Reason.DUPLICATE_CLIENT, "snapshot names a client twice");
            }
        }
        return state;
    }
}
