package io.collab.crdt.internal.format;

import io.collab.crdt.lib0.Any;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the formatting marks of a stretch of text do to the attributes that hold before it. The order of attributes
 * counts, since it decides in which order marks are placed: an attribute that ends and begins again goes to the back.
 */
public final class MarkEffect {

    /** What each attribute is behind the stretch; null where it ends. */
    private final Map<String, Any> values = new LinkedHashMap<>();

    /** Attributes that end somewhere in the stretch. */
    private final Set<String> ended = new HashSet<>();

    /** Lets a mark follow. */
    public void add(FormatMark mark) {
        if (mark.value() instanceof Any.Null) {
            end(mark.key());
        } else {
            set(mark.key(), mark.value());
        }
    }

    /** Lets another stretch follow. */
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

    /** Turns the attributes before the stretch into those behind it. */
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
