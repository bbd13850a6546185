package io.collab.crdt.internal.admission;

import io.collab.crdt.internal.buffer.ClockSet;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The deletions of an update whose structs are known or in the same update. The others are omitted: they would delete
 * whatever their client writes later. A peer that has the structs sends them with its deletions. Not thread-safe.
 */
final class PossibleDeletions {

    private final StructStore store;
    private final KnownClocks structs;
    private final Map<Long, ClockSet> arriving = new HashMap<>();
    private final DeleteSet possible = new DeleteSet();
    private final Map<Long, Long> missing = new HashMap<>();

    /**
     * Divides the deletions of an update.
     *
     * @param structs the pending and the admitted structs
     * @param received the new structs of the update
     * @param deletions its new deletions, sorted and merged
     */
    PossibleDeletions(StructStore store, KnownClocks structs, List<ReceivedStruct> received, DeleteSet deletions) {
        this.store = store;
        this.structs = structs;
        for (ReceivedStruct struct : received) {
            if (deletions.ranges(struct.client) != null) {
                arriving.computeIfAbsent(struct.client, key -> new ClockSet()).add(struct.clock, struct.clockEnd);
            }
        }
        for (long client : deletions.clients()) {
            Ranges ranges = deletions.ranges(client);
            for (int i = 0; ranges != null && i < ranges.size(); i++) {
                divide(client, ranges.clock(i), ranges.end(i));
            }
        }
        possible.sortAndMerge();
    }

    /** Returns the deletions of structs that exist or arrive with the update. */
    DeleteSet possible() {
        return possible;
    }

    /** Returns the lowest clock per client whose deletion is omitted. */
    Map<Long, Long> missing() {
        return missing;
    }

    private void divide(long id, long from, long to) {
        ClientStructs client = store.clients.find(id);
        long stored = Math.min(to, client == null ? 0 : client.state);
        long clock = from;
        if (clock < stored) {
            possible.add(id, clock, stored - clock);
            clock = stored;
        }
        @Nullable ClockSet own = arriving.get(id);
        while (clock < to) {
            long begin = KnownClocks.firstPresent(own, null, clock, structs.firstPresent(id, clock, to));
            if (begin > clock) {
                missing.merge(id, clock, Math::min);
            }
            long end = endOfPresent(id, own, begin, to);
            if (begin < end) {
                possible.add(id, begin, end - begin);
            }
            clock = end;
        }
    }

    private long endOfPresent(long id, @Nullable ClockSet own, long from, long to) {
        long end = from;
        long before = -1;
        while (end != before && end < to) {
            before = end;
            end = structs.firstMissing(id, KnownClocks.firstMissing(own, null, end, to), to);
        }
        return end;
    }
}
