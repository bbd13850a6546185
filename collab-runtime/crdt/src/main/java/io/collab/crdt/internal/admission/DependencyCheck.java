package io.collab.crdt.internal.admission;

import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Determines which new structs will be pending: those whose client lacks an earlier clock, those that refer to a
 * missing id, and all later ones of the same client. A section is checked again only when the clock it needs is
 * present, so the cost is about linear.
 */
final class DependencyCheck {

    private final StructStore store;
    private final Map<Long, Long> before;
    private final Map<Long, Long> advanced = new HashMap<>();
    private final Map<Long, List<ReceivedStruct>> sections = new HashMap<>();
    private final Map<Long, Integer> next = new HashMap<>();
    private final Map<Long, PriorityQueue<BlockedSection>> blocked = new HashMap<>();
    private long count;
    private long bytes;

    /** A section that continues when another client has this clock. */
    private record BlockedSection(long clock, long section) {}

    DependencyCheck(StructStore store, Map<Long, Long> before, List<ReceivedStruct> structs) {
        this.store = store;
        this.before = before;
        for (ReceivedStruct struct : structs) {
            sections.computeIfAbsent(struct.client, key -> new ArrayList<>()).add(struct);
        }
    }

    void resolve() {
        Deque<Long> ready = new ArrayDeque<>(sections.keySet());
        while (!ready.isEmpty()) {
            Long client = ready.remove();
            List<ReceivedStruct> section = sections.getOrDefault(client, List.of());
            int at = next.getOrDefault(client, 0);
            int from = at;
            while (at < section.size() && isApplicable(section.get(at))) {
                ReceivedStruct struct = section.get(at++);
                advanced.merge(client, struct.clockEnd, Math::max);
            }
            next.put(client, at);
            if (at > from) {
                wake(client, ready);
            }
        }
        sections.forEach((client, section) -> {
            for (int i = next.getOrDefault(client, 0); i < section.size(); i++) {
                if (section.get(i).isFresh()) {
                    count++;
                    bytes += section.get(i).end - section.get(i).start;
                }
            }
        });
    }

    /** Returns whether a struct can be integrated together with everything that is known, and could not be before. */
    boolean applies(ReceivedStruct struct) {
        Long state = before.get(struct.client);
        return struct.clockEnd <= state(struct.client) && (state == null || state < struct.clockEnd);
    }

    /** Returns the number of new pending structs. */
    long count() {
        return count;
    }

    /** Returns the size of the new pending structs in bytes. */
    long bytes() {
        return bytes;
    }

    /** Returns the new states of the clients that advance. */
    Map<Long, Long> applied() {
        return advanced;
    }

    /** Returns the number of ranges that include missing structs. */
    long pendingRanges(DeleteSet deletions) {
        long pending = 0;
        for (long client : deletions.clients()) {
            Ranges ranges = deletions.ranges(client);
            for (int i = 0; ranges != null && i < ranges.size(); i++) {
                pending += ranges.end(i) > state(client) ? 1 : 0;
            }
        }
        return pending;
    }

    private void wake(long client, Deque<Long> ready) {
        PriorityQueue<BlockedSection> candidates = blocked.get(client);
        while (candidates != null
                && !candidates.isEmpty()
                && candidates.element().clock() < state(client)) {
            ready.add(candidates.remove().section());
        }
    }

    private boolean isApplicable(ReceivedStruct struct) {
        long state = state(struct.client);
        if (state < struct.clock || state >= struct.clockEnd) {
            return state >= struct.clockEnd;
        }
        return has(struct.client, struct.originClient, struct.originClock)
                && has(struct.client, struct.rightClient, struct.rightClock)
                && has(struct.client, struct.parentClient, struct.parentClock);
    }

    private boolean has(long of, long client, long clock) {
        if (client == StructCursor.NONE || client == of || clock < state(client)) {
            return true;
        }
        blocked.computeIfAbsent(client, key -> new PriorityQueue<>(Comparator.comparingLong(BlockedSection::clock)))
                .add(new BlockedSection(clock, of));
        return false;
    }

    private long state(long client) {
        Long state = advanced.get(client);
        state = state == null ? before.get(client) : state;
        if (state != null) {
            return state;
        }
        ClientStructs structs = store.clients.find(client);
        return structs == null ? 0 : structs.state;
    }
}
