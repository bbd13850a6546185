package io.collab.crdt.internal.integration;

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
 * structs.
 */
public final class PendingUpdates {

    /** The structs in the form {@link UpdateFormat#UNFOLDED}, from which both formats can be written. */
    private byte @Nullable [] structs;

    private Map<Long, Long> missing = new HashMap<>();
    private @Nullable DeleteSet deletions;

    /** Returns a cursor over the pending structs, or null if there are none. No deletions follow them. */
    @Nullable
    public StructCursor structs() {
        return structs == null ? null : open(structs);
    }

    /** Returns the size of the pending structs in bytes. */
    public int size() {
        return structs == null ? 0 : structs.length;
    }

    /** Returns the lowest missing clock per client. */
    public Map<Long, Long> missing() {
        return missing;
    }

    @Nullable
    public DeleteSet deletions() {
        return deletions;
    }

    public boolean isEmpty() {
        return structs == null && deletions == null;
    }

    void add(UpdateIntegrator.@Nullable Rest rest) {
        if (rest == null) {
            return;
        }
        if (structs == null) {
            structs = rest.update();
            missing = new HashMap<>(rest.missing());
        } else {
            structs = Updates.merge(List.of(open(structs), open(rest.update())), UpdateFormat.UNFOLDED.writer());
            rest.missing().forEach((client, clock) -> missing.merge(client, clock, Math::min));
        }
    }

    /** Removes and returns the pending structs, unfolded, for another attempt. */
    byte[] removeStructs() {
        byte[] removed = structs;
        if (removed == null) {
            throw new IllegalStateException("no struct is pending");
        }
        structs = null;
        missing = new HashMap<>();
        return removed;
    }

    void setDeletions(@Nullable DeleteSet rest) {
        deletions = rest == null || rest.isEmpty() ? null : rest.inDescendingOrder();
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
        if (deletions != null) {
            updates.add(open(encodeDeletions(deletions)));
        }
        if (structs != null) {
            updates.add(open(Updates.diff(open(structs), stateVector, UpdateFormat.UNFOLDED.writer())));
        }
        return Updates.merge(updates, format.writer());
    }

    private static StructCursor open(byte[] unfolded) {
        return UpdateFormat.UNFOLDED.open(unfolded, DecodeLimits.TRUSTED);
    }

    /**
     * Verifies invariant I10: structs are pending if and only if something is missing.
     *
     * @throws IllegalStateException if it is broken
     */
    public void check() {
        if ((structs == null) != missing.isEmpty()) {
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
