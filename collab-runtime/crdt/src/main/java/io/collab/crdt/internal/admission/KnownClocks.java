package io.collab.crdt.internal.admission;

import io.collab.crdt.internal.buffer.ClockSet;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Clocks of all clients that are pending in a document or were admitted since. Not thread-safe. */
final class KnownClocks {

    private final LongFunction<@Nullable ClockSet> pending;
    private final Map<Long, ClockSet> admitted = new HashMap<>();

    /**
     * Creates the set of the pending clocks.
     *
     * @param pending returns the pending clocks of a client, or null; they must not change
     */
    KnownClocks(LongFunction<@Nullable ClockSet> pending) {
        this.pending = pending;
    }

    void add(long client, long from, long to) {
        admitted.computeIfAbsent(client, key -> new ClockSet()).add(from, to);
    }

    void addAll(DeleteSet set) {
        for (long client : set.clients()) {
            Ranges ranges = set.ranges(client);
            if (ranges != null) {
                admitted.computeIfAbsent(client, key -> new ClockSet()).addAll(ranges);
            }
        }
    }

    /** Returns the first clock of a range that is unknown, or the end of the range. */
    long firstMissing(long client, long from, long end) {
        return firstMissing(pending.apply(client), admitted.get(client), from, end);
    }

    /** Returns the first clock of a range that is known, or the end of the range. */
    long firstPresent(long client, long from, long end) {
        return firstPresent(pending.apply(client), admitted.get(client), from, end);
    }

    /** Returns the first clock of a range that is in neither of two sets, or the end of the range. */
    static long firstMissing(@Nullable ClockSet one, @Nullable ClockSet other, long from, long end) {
        long before = -1;
        long clock = from;
        while (clock != before && clock < end) {
            before = clock;
            clock = one == null ? clock : one.firstMissing(clock);
            clock = other == null ? clock : other.firstMissing(clock);
        }
        return Math.min(clock, end);
    }

    /** Returns the first clock of a range that is in one of two sets, or the end of the range. */
    static long firstPresent(@Nullable ClockSet one, @Nullable ClockSet other, long from, long end) {
        long first = one == null ? end : one.firstPresent(from);
        return Math.min(end, other == null ? first : Math.min(first, other.firstPresent(from)));
    }
}
