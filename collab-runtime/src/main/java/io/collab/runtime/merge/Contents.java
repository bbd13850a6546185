package io.collab.runtime.merge;

import io.collab.crdt.YSubdocument;
import io.collab.crdt.YText;
import io.collab.crdt.YType;
import io.collab.crdt.YValue;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers for contents: equal numbers for deeply equal values, of whatever document. A type keeps its number when it
 * changes. Not thread-safe.
 */
final class Contents {
    /** Types deeper than this inside a numbered one equal nothing; they are numbered again when their parent is compared. */
    private static final int MAX_DEPTH = 256;

    /** The number of features of a type: enough to distinguish paragraphs. */
    private static final int MAX_FEATURES = 128;

    private record Shape(Class<?> kind, String name, Map<String, Integer> entries, List<?> content) {}

    private record Outer(String guid, Any options) {}

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final Map<YType, Integer> types = new IdentityHashMap<>();
    private final Map<YType, Set<Integer>> features = new IdentityHashMap<>();

    int[] ofAll(List<YValue> values) {
        return values.stream().mapToInt(this::of).toArray();
    }

    int of(YValue value) {
        return of(value, 0);
    }

    /** Returns the number of plain Java data. */
    int ofData(Object data) {
        return numbers.computeIfAbsent(data, unknown -> numbers.size());
    }

    private int of(YValue value, int depth) {
        if (value instanceof YSubdocument subdocument) {
            return ofData(new Outer(subdocument.guid(), subdocument.options()));
        } else if (!(value instanceof YType type)) {
            return ofData(value);
        } else if (depth > MAX_DEPTH) {
            return ofData(new Object());
        } else {
            Integer known = types.get(type);
            if (known == null) {
                known = ofData(shape(new SharedType(type), depth + 1));
                types.put(type, known);
            }
            return known;
        }
    }

    private Shape shape(SharedType type, int depth) {
        Map<String, Integer> entries = new HashMap<>();
        type.entries().forEach((key, value) -> entries.put(key, of(value, depth)));
        List<Object> content = new ArrayList<>();
        if (type.type() instanceof YText text) {
            FlatText flat = new FlatText(text);
            content.add(flat.plain());
            content.add(flat.attributes());
            flat.embeds().forEach((index, value) -> content.add(of(value, depth)));
        } else {
            type.elements().forEach(value -> content.add(of(value, depth)));
        }
        return new Shape(type.type().getClass(), type.name(), entries, content);
    }

    /** Returns how much two values have in common: 0 if one cannot become the other, otherwise 1 to 1000. */
    int similarity(YValue a, YValue b) {
        if (!(a instanceof YType x) || !(b instanceof YType y) || !new SharedType(x).isLike(new SharedType(y))) {
            return 0;
        }
        Set<Integer> left = features(x);
        Set<Integer> right = features(y);
        long common = left.stream().filter(right::contains).count();
        return 1 + (int) (999 * common / Math.max(1, Math.max(left.size(), right.size())));
    }

    private Set<Integer> features(YType type) {
        Set<Integer> known = features.get(type);
        if (known == null) {
            known = new HashSet<>();
            collect(type, known);
            features.put(type, known);
        }
        return known;
    }

    /** Collects the words and the inner values, from the beginning; each level adds one, so the depth is bounded too. */
    private void collect(YType type, Set<Integer> into) {
        if (type instanceof YText text) {
            for (int token : new FlatText(text).tokens(this).numbers()) {
                if (into.size() < MAX_FEATURES) {
                    into.add(token);
                }
            }
        }
        SharedType shared = new SharedType(type);
        List<YValue> inner = new ArrayList<>(shared.entries().values());
        inner.addAll(shared.elements());
        for (YValue value : inner) {
            if (into.size() >= MAX_FEATURES) {
                return;
            }
            if (into.add(of(value)) && value instanceof YType nested) {
                collect(nested, into);
            }
        }
    }
}
