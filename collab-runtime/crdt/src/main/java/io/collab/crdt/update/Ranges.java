package io.collab.crdt.update;

import io.collab.crdt.lib0.Encoder;
import java.util.Arrays;

/** Ranges of clocks of one client as pairs of start and length in one array. Not thread-safe. */
public final class Ranges {

    private long[] pairs = new long[4];
    private int size;

    /** Creates an empty list of ranges. */
    public Ranges() {}

    /** Returns the number of ranges. */
    public int size() {
        return size;
    }

    /** Removes all ranges and keeps the memory. */
    public void clear() {
        size = 0;
    }

    /**
     * Returns the first clock of a range.
     *
     * @param index index of the range
     */
    public long clock(int index) {
        return pairs[2 * index];
    }

    /**
     * Returns the number of clocks of a range.
     *
     * @param index index of the range
     */
    public long length(int index) {
        return pairs[2 * index + 1];
    }

    /**
     * Returns the clock after a range.
     *
     * @param index index of the range
     */
    public long end(int index) {
        return pairs[2 * index] + pairs[2 * index + 1];
    }

    /**
     * Appends a range.
     *
     * @param clock the first clock
     * @param length number of clocks
     */
    public void add(long clock, long length) {
        if (2 * size == pairs.length) {
            pairs = Arrays.copyOf(pairs, pairs.length * 2);
        }
        pairs[2 * size] = clock;
        pairs[2 * size + 1] = length;
        size++;
    }

    /**
     * Adds a range, to the last one if the two are adjacent.
     *
     * @param clock the first clock
     * @param length number of clocks
     */
    public void join(long clock, long length) {
        int last = 2 * size - 2;
        if (last >= 0 && pairs[last] + pairs[last + 1] == clock) {
            pairs[last + 1] += length;
        } else if (last >= 0 && clock + length == pairs[last]) {
            pairs[last] = clock;
            pairs[last + 1] += length;
        } else {
            add(clock, length);
        }
    }

    /**
     * Appends all ranges of another list.
     *
     * @param other the other list
     */
    public void addAll(Ranges other) {
        for (int i = 0; i < other.size; i++) {
            add(other.clock(i), other.length(i));
        }
    }

    /**
     * Returns whether a clock is in one of the ranges, which must be sorted and merged.
     *
     * @param clock the clock
     */
    public boolean contains(long clock) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (clock(middle) > clock) {
                high = middle - 1;
            } else if (clock < end(middle)) {
                return true;
            } else {
                low = middle + 1;
            }
        }
        return false;
    }

    /** Sorts by clock and merges adjacent and overlapping ranges. */
    public void sortAndMerge() {
        if (size < 2) {
            return;
        }
        sort();
        int to = 0;
        for (int i = 1; i < size; i++) {
            if (end(to) >= clock(i)) {
                pairs[2 * to + 1] = Math.max(length(to), end(i) - clock(to));
            } else {
                to++;
                pairs[2 * to] = pairs[2 * i];
                pairs[2 * to + 1] = pairs[2 * i + 1];
            }
        }
        size = to + 1;
    }

    /**
     * Appends the encoded form: the number of ranges, then clock and length of each.
     *
     * @param out the output
     */
    public void write(Encoder out) {
        out.writeVarUint(size);
        for (int i = 0; i < 2 * size; i++) {
            out.writeVarUint(pairs[i]);
        }
    }

    /**
     * Appends the encoded form of format 2: the number of ranges, then for each the gap before it and its length minus
     * one. Ranges that are out of order or overlap are sorted and merged first.
     *
     * @param out the output
     */
    public void writeV2(Encoder out) {
        for (int i = 1; i < size; i++) {
            if (end(i - 1) > clock(i)) {
                Ranges ordered = new Ranges();
                ordered.addAll(this);
                ordered.sortAndMerge();
                ordered.writeV2(out);
                return;
            }
        }
        out.writeVarUint(size);
        long end = 0;
        for (int i = 0; i < size; i++) {
            out.writeVarUint(clock(i) - end);
            out.writeVarUint(length(i) - 1);
            end = end(i);
        }
    }

    private void sort() {
        boolean sorted = true;
        for (int i = 1; i < size && sorted; i++) {
            sorted = clock(i - 1) <= clock(i);
        }
        if (sorted) {
            return;
        }
        Long[] order = new Long[size];
        for (int i = 0; i < size; i++) {
            order[i] = (long) i;
        }
        Arrays.sort(order, (a, b) -> Long.compare(clock(a.intValue()), clock(b.intValue())));
        long[] result = new long[pairs.length];
        for (int i = 0; i < size; i++) {
            int from = order[i].intValue();
            result[2 * i] = pairs[2 * from];
            result[2 * i + 1] = pairs[2 * from + 1];
        }
        pairs = result;
    }
}
