package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Copies shared types with their whole content into new types that are in no document yet. */
final class TypeCopy {

    /**
     * The maximum depth of types in a copy. The insertion of a new type is recursive: the content of a type gets its
     * clocks before the items after the type.
     */
    private static final int MAX_DEPTH = 256;

    private record Open(YType from, YType to, int depth) {}

    private final Deque<Open> open = new ArrayDeque<>();

    YType copy(YType original) {
        YType copy = begin(original, 1);
        while (!open.isEmpty()) {
            fill(open.pop());
        }
        return copy;
    }

    private YType begin(YType original, int depth) {
        if (!original.isIntegrated()) {
            throw new IllegalStateException("only a type in a document can be copied");
        }
        if (depth > MAX_DEPTH) {
            throw new DecodeException(Reason.TOO_DEEP, "types nested more than " + MAX_DEPTH + " deep");
        }
        YType copy = blank(original);
        open.push(new Open(original, copy, depth));
        return copy;
    }

    private static YType blank(YType original) {
        if (original instanceof YXmlElement element) {
            return new YXmlElement(element.nodeName());
        } else if (original instanceof YXmlFragment) {
            return new YXmlFragment();
        } else if (original instanceof YXmlHook hook) {
            return new YXmlHook(hook.hookName());
        } else if (original instanceof YMap) {
            return new YMap();
        } else if (original instanceof YXmlText) {
            return new YXmlText();
        }
        return original instanceof YText ? new YText() : new YArray();
    }

    private void fill(Open pair) {
        int depth = pair.depth + 1;
        if (pair.from instanceof YArray from && pair.to instanceof YArray to) {
            to.push(copies(from.toList(), depth));
        } else if (pair.from instanceof YMap from && pair.to instanceof YMap to) {
            from.entries().forEach((key, value) -> to.set(key, copy(value, depth)));
        } else if (pair.from instanceof YText from && pair.to instanceof YText to) {
            to.applyDelta(copiesOfSteps(from.toDelta(), depth));
            from.attributes().forEach((key, value) -> to.setAttribute(key, copy(value, depth)));
        } else if (pair.from instanceof YXmlFragment from && pair.to instanceof YXmlFragment to) {
            to.push(copies(from.toList(), depth));
            if (from instanceof YXmlElement element && to instanceof YXmlElement other) {
                element.attributes().forEach((key, value) -> other.setAttribute(key, copy(value, depth)));
            }
        }
    }

    private List<Delta> copiesOfSteps(List<Delta> steps, int depth) {
        List<Delta> copies = new ArrayList<>(steps.size());
        for (Delta step : steps) {
            copies.add(
                    step instanceof Delta.InsertValue insert
                            ? new Delta.InsertValue(copy(insert.value(), depth), insert.attributes())
                            : step);
        }
        return copies;
    }

    private List<YValue> copies(List<YValue> values, int depth) {
        List<YValue> copies = new ArrayList<>(values.size());
        values.forEach(value -> copies.add(copy(value, depth)));
        return copies;
    }

    private YValue copy(YValue value, int depth) {
        if (value instanceof YType type) {
            return begin(type, depth);
        } else if (value instanceof YSubdocument subdocument) {
            return new YSubdocument(subdocument.guid(), subdocument.options());
        }
        Any data = ((YValue.Data) value).value();
        return data instanceof Any.Bytes bytes
                ? new YValue.Data(new Any.Bytes(bytes.value().clone()))
                : value;
    }
}
