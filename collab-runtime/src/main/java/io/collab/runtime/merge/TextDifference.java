package io.collab.runtime.merge;

import io.collab.crdt.Delta;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The steps that change the content of one text to that of another. */
final class TextDifference {
    private final FlatText old;
    private final FlatText now;
    private final List<Delta> steps = new ArrayList<>();

    private TextDifference(FlatText old, FlatText now) {
        this.old = old;
        this.now = now;
    }

    /** Returns the steps; none if the contents are equal. */
    static List<Delta> between(FlatText old, FlatText now, Contents contents) {
        TextDifference difference = new TextDifference(old, now);
        difference.compare(old.tokens(contents), now.tokens(contents));
        return difference.steps;
    }

    private void compare(FlatText.Tokens oldTokens, FlatText.Tokens nowTokens) {
        int[] partners = Alignment.of(oldTokens.numbers(), nowTokens.numbers());
        int at = 0;
        int nowAt = 0;
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] != Alignment.NONE) {
                int start = oldTokens.starts()[i];
                int nowStart = nowTokens.starts()[partners[i]];
                int length = oldTokens.starts()[i + 1] - start;
                change(at, start, nowAt, nowStart);
                retain(start, nowStart, length);
                at = start + length;
                nowAt = nowStart + length;
            }
        }
        change(at, old.length(), nowAt, now.length());
        int last = steps.size() - 1;
        if (last >= 0
                && steps.get(last) instanceof Delta.Retain kept
                && kept.attributes().isEmpty()) {
            steps.remove(last);
        }
    }

    /** Changes a range without equal tokens. */
    private void change(int from, int to, int nowFrom, int nowTo) {
        int shorter = Math.min(to - from, nowTo - nowFrom);
        int before = 0;
        while (before < shorter && sameUnit(from + before, nowFrom + before)) {
            before++;
        }
        while (!old.canCut(from + before) || !now.canCut(nowFrom + before)) {
            before--;
        }
        int after = 0;
        while (after < shorter - before && sameUnit(to - after - 1, nowTo - after - 1)) {
            after++;
        }
        while (!old.canCut(to - after) || !now.canCut(nowTo - after)) {
            after--;
        }
        retain(from, nowFrom, before);
        insert(nowFrom + before, nowTo - after); // before the deletion: what others append to the deleted word follows
        delete(to - after - from - before);
        retain(to - after, nowTo - after, after);
    }

    private boolean sameUnit(int index, int nowIndex) {
        return old.plain().charAt(index) == now.plain().charAt(nowIndex)
                && !old.isEmbed(index)
                && !now.isEmbed(nowIndex);
    }

    private void insert(int from, int to) {
        for (int at = from; at < to; ) {
            Map<String, Any> attributes = now.attributesAt(at);
            if (now.isEmbed(at)) {
                steps.add(new Delta.InsertValue(
                        SharedType.copy(Objects.requireNonNull(now.embeds().get(at))), attributes));
                at++;
            } else {
                Integer embed = now.embeds().ceilingKey(at);
                int end = Math.min(to, Math.min(now.endOfAttributes(at), embed == null ? to : embed));
                steps.add(new Delta.InsertText(now.plain().substring(at, end), attributes));
                at = end;
            }
        }
    }

    private void delete(int length) {
        if (length > 0) {
            steps.add(new Delta.Delete(length));
        }
    }

    private void retain(int from, int nowFrom, int length) {
        for (int at = 0; at < length; ) {
            int end = Math.min(
                    length,
                    Math.min(old.endOfAttributes(from + at) - from, now.endOfAttributes(nowFrom + at) - nowFrom));
            Map<String, Any> changed = changed(old.attributesAt(from + at), now.attributesAt(nowFrom + at));
            int last = steps.size() - 1;
            if (last >= 0
                    && steps.get(last) instanceof Delta.Retain kept
                    && kept.attributes().equals(changed)) {
                steps.set(last, new Delta.Retain(kept.length() + end - at, changed));
            } else {
                steps.add(new Delta.Retain(end - at, changed));
            }
            at = end;
        }
    }

    private static Map<String, Any> changed(Map<String, Any> old, Map<String, Any> now) {
        if (old.equals(now)) {
            return Map.of();
        }
        Map<String, Any> changed = new LinkedHashMap<>();
        old.keySet().forEach(key -> changed.put(key, Any.NULL));
        changed.putAll(now);
        now.forEach((key, value) -> {
            if (value.equals(old.get(key))) {
                changed.remove(key);
            }
        });
        return changed;
    }
}
