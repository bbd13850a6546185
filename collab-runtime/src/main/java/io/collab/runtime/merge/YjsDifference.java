package io.collab.runtime.merge;

import io.collab.crdt.Delta;
import io.collab.crdt.YArray;
import io.collab.crdt.YDoc;
import io.collab.crdt.YMap;
import io.collab.crdt.YText;
import io.collab.crdt.YType;
import io.collab.crdt.YValue;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Makes the content of one document equal to that of another: values that are deeply equal stay, types that are similar
 * are changed, all else is deleted and inserted. Types embedded in text are replaced, not changed.
 */
final class YjsDifference {
    /** The maximum number of pairs of neighbouring values that are compared with each other. */
    private static final int MAX_PAIRS = 10_000;

    private record Pair(SharedType old, SharedType now) {}

    private final Contents contents = new Contents();
    private final Deque<Pair> open = new ArrayDeque<>();

    private YjsDifference() {}

    /**
     * Changes the root types of a document that the other one has.
     *
     * @param doc the changed document
     * @param target the other document
     * @throws IllegalArgumentException if the kind of a root of the other document is unknown
     */
    static void apply(YDoc doc, YDoc target) {
        YjsDifference difference = new YjsDifference();
        for (String name : target.rootNames()) {
            YType root = target.root(name);
            if (root == null) {
                throw new IllegalArgumentException("a root was written without requesting its type");
            }
            difference.open.add(new Pair(new SharedType(counterpart(doc, name, root)), new SharedType(root)));
        }
        while (!difference.open.isEmpty()) {
            difference.compare(difference.open.remove());
        }
    }

    private static YType counterpart(YDoc doc, String name, YType root) {
        if (root instanceof YText) {
            return doc.getText(name);
        } else if (root instanceof YArray) {
            return doc.getArray(name);
        }
        return root instanceof YMap ? doc.getMap(name) : doc.getXmlFragment(name);
    }

    private void compare(Pair pair) {
        compareEntries(pair.old, pair.now);
        if (pair.old.type() instanceof YText old && pair.now.type() instanceof YText now) {
            List<Delta> steps = TextDifference.between(new FlatText(old), new FlatText(now), contents);
            if (!steps.isEmpty()) {
                old.applyDelta(steps);
            }
        } else {
            compareElements(pair.old, pair.now);
        }
    }

    private void compareEntries(SharedType old, SharedType now) {
        Map<String, YValue> before = old.entries();
        Map<String, YValue> after = now.entries();
        after.forEach((key, value) -> {
            YValue present = before.get(key);
            if (present == null || !becomes(present, value)) {
                old.set(key, SharedType.copy(value));
            }
        });
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(old::remove);
    }

    private void compareElements(SharedType old, SharedType now) {
        List<YValue> before = old.elements();
        List<YValue> after = now.elements();
        int[] partners = partners(before, after);
        int at = 0;
        int inserted = 0;
        int deleted = 0;
        for (int i = 0; i <= partners.length; i++) {
            int partner = i < partners.length ? partners[i] : after.size();
            if (partner == Alignment.NONE) {
                deleted++;
                continue;
            }
            if (inserted < partner) {
                old.insert(
                        at,
                        after.subList(inserted, partner).stream()
                                .map(SharedType::copy)
                                .toList());
                at += partner - inserted;
            }
            if (deleted > 0) {
                old.delete(at, deleted);
                deleted = 0;
            }
            if (i < partners.length) {
                becomes(before.get(i), after.get(partner));
            }
            at++;
            inserted = partner + 1;
        }
    }

    /** Returns whether a value is equal to another or is changed so that it becomes equal. */
    private boolean becomes(YValue old, YValue now) {
        if (contents.of(old) == contents.of(now)) {
            return true;
        }
        if (old instanceof YType from && now instanceof YType to) {
            Pair pair = new Pair(new SharedType(from), new SharedType(to));
            if (pair.old.isLike(pair.now)) {
                open.add(pair);
                return true;
            }
        }
        return false;
    }

    /** Returns for each old element the index of the new one that it is equal to or becomes. */
    private int[] partners(List<YValue> old, List<YValue> now) {
        int[] partners = Alignment.of(contents.ofAll(old), contents.ofAll(now));
        int from = 0;
        int nowFrom = 0;
        for (int i = 0; i <= partners.length; i++) {
            int partner = i < partners.length ? partners[i] : now.size();
            if (partner != Alignment.NONE) {
                int[] similar = similar(old.subList(from, i), now.subList(nowFrom, partner));
                for (int j = 0; j < similar.length; j++) {
                    partners[from + j] = similar[j] == Alignment.NONE ? Alignment.NONE : nowFrom + similar[j];
                }
                from = i + 1;
                nowFrom = partner + 1;
            }
        }
        return partners;
    }

    /** Returns for each old value the index of the new one that it becomes, so that they have the most in common. */
    private int[] similar(List<YValue> old, List<YValue> now) {
        long pairs = (long) old.size() * now.size();
        if (pairs == 1 || pairs > MAX_PAIRS) { // there is no choice, or too much
            return Alignment.of(kinds(old), kinds(now));
        }
        int[] partners = new int[old.size()];
        Arrays.fill(partners, Alignment.NONE);
        int[][] common = new int[old.size() + 1][now.size() + 1]; // of the values from these indices on
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                int together = contents.similarity(old.get(i), now.get(j));
                common[i][j] = Math.max(
                        together == 0 ? 0 : together + common[i + 1][j + 1],
                        Math.max(common[i + 1][j], common[i][j + 1]));
            }
        }
        int j = 0;
        for (int i = 0; i < old.size(); i++) {
            while (j < now.size() && common[i][j] == common[i][j + 1]) {
                j++;
            }
            if (j < now.size() && common[i][j] != common[i + 1][j]) {
                partners[i] = j++;
            }
        }
        return partners;
    }

    /** Returns numbers that are equal for types of one kind; data never becomes other data. */
    private int[] kinds(List<YValue> values) {
        return values.stream()
                .mapToInt(value -> contents.ofData(
                        value instanceof YType type
                                ? List.of(type.getClass(), new SharedType(type).name())
                                : new Object()))
                .toArray();
    }
}
