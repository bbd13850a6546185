package io.collab.crdt.internal.format;

import io.collab.crdt.lib0.Any;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The combined effect of the formatting marks of a range of text on the attributes before it. The order of attributes
 * matters because marks are placed in it: an attribute that ends and starts again moves to the end.
 */
public final class MarkEffect {

    /** The value of each changed attribute after the range; null if it ends. */
    private final Map<String, Any> values = new LinkedHashMap<>();

    /** Attributes that end somewhere in the range. */
    private final Set<String> ended = new HashSet<>();

    /** Appends a mark to the range. */
    public void add(FormatMark mark) {
        if (mark.value() instanceof Any.Null) {
            end(mark.key());
        } else {
            set(mark.key(), mark.value());
        }
    }

    /** Appends the marks of another range. */
    public void add(MarkEffect next) {
        next.values.forEach((key, value) -> {
            if (next.ended.contains(key)) {
                end(key);
            }
            if (!(value instanceof Any.Null)) {
                set(key, value);
            }
        });
    }

    /** Converts the attributes before the range into the attributes after it. */
    public void applyTo(Map<String, Any> attributes) {
        attributes.keySet().removeAll(ended);
        values.forEach((key, value) -> {
            if (!(value instanceof Any.Null)) {
                attributes.put(key, value);
            }
        });
    }

    private void end(String key) {
        values.remove(key);
        values.put(key, Any.NULL);
        ended.add(key);
    }

    private void set(String key, Any value) {
        if (values.get(key) instanceof Any.Null) {
            values.remove(key);
        }
        values.put(key, value);
    }
}
