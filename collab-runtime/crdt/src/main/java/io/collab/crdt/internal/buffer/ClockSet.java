package io.collab.crdt.internal.buffer;

import io.collab.crdt.update.Ranges;
import java.util.Arrays;

/** A set of clocks of one client as sorted, disjoint and non-adjacent ranges. Not thread-safe. */
public final class ClockSet {

    private static final int BULK = 16;

    private long[] from = new long[2];
    private long[] to = new long[2];
    private int size;

    /** Adds a range; returns whether none of it was in the set. */
    public boolean add(long begin, long end) {
        boolean disjoint = firstPresent(begin) >= end;
        int first = firstEndingAt(begin);
        int last = first;
        long low = begin;
        long high = end;
        while (last < size && from[last] <= end) {
            low = Math.min(low, from[last]);
            high = Math.max(high, to[last]);
            last++;
        }
        if (last == first) {
            insert(first);
        } else {
            int moved = size - last;
            System.arraycopy(from, last, from, first + 1, moved);
            System.arraycopy(to, last, to, first + 1, moved);
            size -= last - first - 1;
        }
        from[first] = low;
        to[first] = high;
        return disjoint;
    }

    /** Adds sorted and merged ranges; many of them in one pass over both lists. */
    public void addAll(Ranges ranges) {
        if (ranges.size() < BULK) {
            for (int i = 0; i < ranges.size(); i++) {
                add(ranges.clock(i), ranges.end(i));
            }
            return;
        }
        ClockSet merged = new ClockSet();
        int own = 0;
        int other = 0;
        while (own < size || other < ranges.size()) {
            if (other == ranges.size() || own < size && from[own] <= ranges.clock(other)) {
                merged.add(from[own], to[own]);
                own++;
            } else {
                merged.add(ranges.clock(other), ranges.end(other));
                other++;
            }
        }
        from = merged.from;
        to = merged.to;
        size = merged.size;
    }

    /** Returns the first clock at or after a clock that is not in the set. */
    public long firstMissing(long clock) {
        int index = firstEndingAt(clock + 1);
        return index < size && from[index] <= clock ? to[index] : clock;
    }

    /** Returns the first clock at or after a clock that is in the set, or {@code Long.MAX_VALUE}. */
    public long firstPresent(long clock) {
        int index = firstEndingAt(clock + 1);
        return index < size ? Math.max(from[index], clock) : Long.MAX_VALUE;
    }

    /** Returns the index of the first range whose end is not less than a clock. */
    private int firstEndingAt(long clock) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (to[middle] < clock) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void insert(int at) {
        if (size == from.length) {
            from = Arrays.copyOf(from, size * 2);
            to = Arrays.copyOf(to, size * 2);
        }
        System.arraycopy(from, at, from, at + 1, size - at);
        System.arraycopy(to, at, to, at + 1, size - at);
        size++;
    }
}
