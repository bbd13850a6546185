package io.collab.crdt;

import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document received and cannot integrate yet: structs whose dependencies are missing, deletions of such. */
final class Pending {

    private byte @Nullable [] structs;
    private Map<Long, Long> missing = new HashMap<>();
    private @Nullable DeleteSet deletions;

    /** Returns the waiting structs as an update without deletions, or null. */
    byte @Nullable [] structs() {
        return structs;
    }

    /** Returns the client ids and clocks that the structs wait for. */
    Map<Long, Long> missing() {
        return missing;
    }

    @Nullable
    DeleteSet deletions() {
        return deletions;
    }

    boolean isEmpty() {
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
            structs = Updates.merge(List.of(structs, rest.update()));
            rest.missing().forEach((client, clock) -> missing.merge(client, clock, Math::min));
        }
    }

    /** Takes the structs out, to try them again. */
    byte[] takeStructs() {
        byte[] taken = structs;
        if (taken == null) {
            throw new IllegalStateException("nothing waits");
        }
        structs = null;
        missing = new HashMap<>();
        return taken;
    }

    void setDeletions(@Nullable DeleteSet rest) {
        deletions = rest == null || rest.isEmpty() ? null : rest.inDescendingOrder();
    }

    /** Adds what waits to an encoded state, as Yjs does, without what a state vector covers. */
    byte[] appendTo(byte[] state, byte[] stateVector) {
        if (isEmpty()) {
            return state;
        }
        List<byte[]> updates = new ArrayList<>();
        updates.add(state);
        if (deletions != null) {
            updates.add(encodeDeletions(deletions));
        }
        if (structs != null) {
            updates.add(Updates.diff(structs, stateVector));
        }
        return Updates.merge(updates);
    }

    static byte[] encodeDeletions(DeleteSet deletions) {
        Encoder out = new Encoder();
        out.writeVarUint(0);
        deletions.write(out);
        return out.toByteArray();
    }
}
