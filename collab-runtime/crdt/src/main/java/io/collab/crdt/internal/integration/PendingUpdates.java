package io.collab.crdt.internal.integration;

import io.collab.crdt.internal.buffer.ClockSet;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.UpdateFormat;
import io.collab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The received data that a document cannot integrate yet: structs with missing dependencies, and deletions of missing
 * structs. Adding costs no more than the data that is added: structs at new clocks are merged with the others only when
 * something reads them.
 */
public final class PendingUpdates {

    /** The number of unmerged parts from which on they are merged if they are most of the data. */
    private static final int MAX_PARTS = 1_000;

    /**
     * The structs in the form {@link UpdateFormat#UNFOLDED}, from which both formats can be written: parts without
     * common clocks.
     */
    private final List<byte[]> parts = new ArrayList<>();

    private final Map<Long, ClockSet> clocks = new HashMap<>();
    private int structCount;
    private int bytes;

    private Map<Long, Long> missing = new HashMap<>();
    private final PendingDeletions deletions = new PendingDeletions();

    /** Returns a cursor over the pending structs, or null if there are none. No deletions follow them. */
    @Nullable
    public StructCursor structs() {
        return parts.isEmpty() ? null : open(merged());
    }

    /** Returns the clocks of the pending structs of a client, not copied, or null if there are none. */
    @Nullable
    public ClockSet clocks(long client) {
        return clocks.get(client);
    }

    /** Returns the number of pending structs. */
    public int structCount() {
        return structCount;
    }

    /** Returns the size of the pending structs in bytes. */
    public int size() {
        return bytes;
    }

    /** Returns the lowest missing clock per client. */
    public Map<Long, Long> missing() {
        return missing;
    }

    @Nullable
    public DeleteSet deletions() {
        return deletions.all();
    }

    /** Returns the clocks of a client whose deletion is pending, not copied, or null if there are none. */
    @Nullable
    public ClockSet deletedClocks(long client) {
        return deletions.clocks(client);
    }

    /** Returns the number of ranges whose deletion is pending; adjacent ones may be counted separately. */
    public int deletedRanges() {
        return deletions.ranges();
    }

    public boolean isEmpty() {
        return parts.isEmpty() && deletions.isEmpty();
    }

    void add(UpdateIntegrator.@Nullable Rest rest) {
        if (rest == null) {
            return;
        }
        boolean disjoint = index(rest.update());
        if (!disjoint) {
            merged(); // as in Yjs, which merges everything with each update: the order of merging is visible
        }
        parts.add(rest.update());
        bytes += rest.update().length;
        if (!disjoint) {
            reindex(merged());
        } else if (parts.size() > MAX_PARTS && parts.size() > structCount / 2) {
            merged();
        }
        rest.missing().forEach((client, clock) -> missing.merge(client, clock, Math::min));
    }

    /** Removes and returns the pending structs, unfolded, for another attempt. */
    byte[] removeStructs() {
        if (parts.isEmpty()) {
            throw new IllegalStateException("no struct is pending");
        }
        byte[] removed = merged();
        parts.clear();
        clocks.clear();
        structCount = 0;
        bytes = 0;
        missing = new HashMap<>();
        return removed;
    }

    /** Returns whether a pending deletion concerns a struct that exists now. */
    boolean canDelete(StructStore store) {
        return deletions.canApply(store);
    }

    void addDeletions(@Nullable DeleteSet more) {
        deletions.add(more);
    }

    void setDeletions(@Nullable DeleteSet rest) {
        deletions.set(rest);
    }

    /**
     * Returns whether a missing clock has arrived, so that pending structs may be integrated.
     *
     * @param store the structs of the document
     */
    boolean mayIntegrate(StructStore store) {
        for (Map.Entry<Long, Long> entry : missing.entrySet()) {
            ClientStructs client = store.clients.find(entry.getKey());
            if (client != null && entry.getValue() < client.state) {
                return true;
            }
        }
        return false;
    }

    /**
     * Merges the pending data, without what a state vector covers, into an encoded state, as Yjs does.
     *
     * @param format format of the state and of the result
     */
    public byte[] appendTo(byte[] state, byte[] stateVector, UpdateFormat format) {
        if (isEmpty()) {
            return state;
        }
        List<StructCursor> updates = new ArrayList<>();
        updates.add(format.open(state, DecodeLimits.TRUSTED));
        DeleteSet deleted = deletions.all();
        if (deleted != null) {
            updates.add(open(encodeDeletions(deleted)));
        }
        if (!parts.isEmpty()) {
            updates.add(open(Updates.diff(open(merged()), stateVector, UpdateFormat.UNFOLDED.writer())));
        }
        return Updates.merge(updates, format.writer());
    }

    private static StructCursor open(byte[] unfolded) {
        return UpdateFormat.UNFOLDED.open(unfolded, DecodeLimits.TRUSTED);
    }

    /** Returns all pending structs as one update; it is the only part afterwards. */
    private byte[] merged() {
        if (parts.size() > 1) {
            List<StructCursor> cursors = new ArrayList<>(parts.size());
            for (byte[] part : parts) {
                cursors.add(open(part));
            }
            byte[] all = Updates.merge(cursors, UpdateFormat.UNFOLDED.writer());
            parts.clear();
            parts.add(all);
            bytes = all.length;
        }
        return parts.isEmpty() ? IncomingUpdate.EMPTY : parts.get(0);
    }

    /** Adds the clocks of an update; returns whether all of them are new. */
    private boolean index(byte[] update) {
        boolean disjoint = true;
        StructCursor cursor = open(update);
        while (cursor.next()) {
            if (cursor.content() != StructCursor.SKIP) {
                structCount++;
                disjoint &= clocks.computeIfAbsent(cursor.client(), key -> new ClockSet())
                        .add(cursor.clock(), cursor.clockEnd());
            }
        }
        return disjoint;
    }

    private void reindex(byte[] all) {
        clocks.clear();
        structCount = 0;
        index(all);
    }

    /**
     * Verifies invariant I10: structs are pending if and only if something is missing.
     *
     * @throws IllegalStateException if it is broken
     */
    public void check() {
        if (parts.isEmpty() != missing.isEmpty()) {
            throw new IllegalStateException("I10: pending without missing");
        }
    }

    public static byte[] encodeDeletions(DeleteSet deletions) {
        Encoder out = new Encoder();
        out.writeVarUint(0);
        deletions.write(out);
        return out.toByteArray();
    }
}
