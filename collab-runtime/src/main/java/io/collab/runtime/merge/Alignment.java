package io.collab.runtime.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which elements of a sequence stay when it becomes another one. Elements are equal if their numbers are.
 *
 * <p>First the elements that occur once in both sequences are aligned, as in a patience diff, then what is between them,
 * by the algorithm of Myers. The cost is at most {@value #MAX_DIFFERENCES} steps for each element, plus sorting.
 */
final class Alignment {
    /** Stands for an element that does not stay. */
    static final int NONE = -1;

    /** The maximum number of elements that differ between two aligned ones; more than these are replaced as a whole. */
    private static final int MAX_DIFFERENCES = 512;

    private final int[] old;
    private final int[] now;
    private final int[] partner;

    private Alignment(int[] old, int[] now) {
        this.old = old;
        this.now = now;
        this.partner = new int[old.length];
        Arrays.fill(partner, NONE);
    }

    /** Returns for each old element the index of the equal new one, or {@link #NONE}; the indices ascend. */
    static int[] of(int[] old, int[] now) {
        Alignment alignment = new Alignment(old, now);
        alignment.align();
        return alignment.partner;
    }

    private void align() {
        Gap whole = trim(new Gap(0, old.length, 0, now.length));
        int from = whole.from;
        int nowFrom = whole.nowFrom;
        for (int anchor : anchors(whole)) {
            int nowAnchor = partner[anchor];
            alignGap(trim(new Gap(from, anchor, nowFrom, nowAnchor)));
            from = anchor + 1;
            nowFrom = nowAnchor + 1;
        }
        alignGap(trim(new Gap(from, whole.to, nowFrom, whole.nowTo)));
    }

    /** A range of the old sequence and one of the new sequence. */
    private record Gap(int from, int to, int nowFrom, int nowTo) {}

    /** Aligns the common beginning and end. */
    private Gap trim(Gap gap) {
        int from = gap.from;
        int to = gap.to;
        int nowFrom = gap.nowFrom;
        int nowTo = gap.nowTo;
        while (from < to && nowFrom < nowTo && old[from] == now[nowFrom]) {
            partner[from++] = nowFrom++;
        }
        while (from < to && nowFrom < nowTo && old[to - 1] == now[nowTo - 1]) {
            partner[--to] = --nowTo;
        }
        return new Gap(from, to, nowFrom, nowTo);
    }

    /** Aligns the most of the elements that occur once on each side; returns their old indices in order. */
    private List<Integer> anchors(Gap gap) {
        Map<Integer, Integer> unique = new HashMap<>();
        for (int i = gap.nowFrom; i < gap.nowTo; i++) {
            unique.merge(now[i], i, (first, second) -> NONE);
        }
        Map<Integer, Integer> uniqueOld = new HashMap<>();
        for (int i = gap.from; i < gap.to; i++) {
            uniqueOld.merge(old[i], i, (first, second) -> NONE);
        }
        List<Integer> candidates = new ArrayList<>();
        for (int i = gap.from; i < gap.to; i++) {
            int there = unique.getOrDefault(old[i], NONE);
            if (there != NONE && uniqueOld.getOrDefault(old[i], NONE) == i) {
                candidates.add(i);
                partner[i] = there;
            }
        }
        List<Integer> chosen = ascending(candidates);
        int next = 0;
        for (int candidate : candidates) {
            if (next < chosen.size() && chosen.get(next) == candidate) {
                next++;
            } else {
                partner[candidate] = NONE;
            }
        }
        return chosen;
    }

    /** Returns a longest part of the candidates whose partners ascend. */
    private List<Integer> ascending(List<Integer> candidates) {
        int[] last = new int[candidates.size()]; // of the best part with each length
        int[] before = new int[candidates.size()];
        int longest = 0;
        for (int i = 0; i < candidates.size(); i++) {
            int low = 0;
            int high = longest;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (partner[candidates.get(last[middle])] < partner[candidates.get(i)]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? NONE : last[low - 1];
            last[low] = i;
            longest = Math.max(longest, low + 1);
        }
        Integer[] chosen = new Integer[longest];
        int at = longest == 0 ? NONE : last[longest - 1];
        for (int i = longest - 1; i >= 0; i--) {
            chosen[i] = candidates.get(at);
            at = before[at];
        }
        return List.of(chosen);
    }

    /** Aligns as many elements as possible, or none if more than the maximum differ. */
    private void alignGap(Gap gap) {
        int length = gap.to - gap.from;
        int nowLength = gap.nowTo - gap.nowFrom;
        if (length == 0 || nowLength == 0) {
            return;
        }
        int max = Math.min(length + nowLength, MAX_DIFFERENCES);
        int[] reach = new int[2 * max + 3]; // per diagonal, old minus new index: the furthest old index
        List<int[]> steps = new ArrayList<>();
        for (int differences = 0; differences <= max; differences++) {
            for (int diagonal = -differences; diagonal <= differences; diagonal += 2) {
                int middle = max + 1 + diagonal;
                int x = isInsertion(reach, middle, diagonal, differences) ? reach[middle + 1] : reach[middle - 1] + 1;
                while (x < length && x - diagonal < nowLength && old[gap.from + x] == now[gap.nowFrom + x - diagonal]) {
                    x++;
                }
                reach[middle] = x;
                if (x == length && x - diagonal == nowLength) {
                    trace(gap, steps, differences);
                    return;
                }
            }
            steps.add(Arrays.copyOfRange(reach, max + 1 - differences, max + 2 + differences));
        }
    }

    private static boolean isInsertion(int[] reach, int middle, int diagonal, int differences) {
        return diagonal == -differences || diagonal != differences && reach[middle - 1] < reach[middle + 1];
    }

    /** Goes the found way back and aligns the equal elements on it. */
    private void trace(Gap gap, List<int[]> steps, int last) {
        int x = gap.to - gap.from;
        int y = gap.nowTo - gap.nowFrom;
        for (int differences = last; differences >= 0; differences--) {
            int startX = 0;
            int startY = 0;
            int nextX = 0;
            int nextY = 0;
            if (differences > 0) {
                int[] reach = steps.get(differences - 1);
                int middle = x - y + differences - 1;
                boolean insertion = isInsertion(reach, middle, x - y, differences);
                nextX = reach[insertion ? middle + 1 : middle - 1];
                nextY = nextX - (insertion ? x - y + 1 : x - y - 1);
                startX = insertion ? nextX : nextX + 1;
                startY = insertion ? nextY + 1 : nextY;
            }
            while (x > startX && y > startY) {
                partner[gap.from + --x] = gap.nowFrom + --y;
            }
            x = nextX;
            y = nextY;
        }
    }
}
