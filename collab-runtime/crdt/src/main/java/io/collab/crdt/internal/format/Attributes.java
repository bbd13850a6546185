package io.collab.crdt.internal.format;

import io.collab.crdt.lib0.Any;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The comparison and combination of formatting attributes, as in Yjs. */
public final class Attributes {

    private Attributes() {}

    /** Returns a copy in the key order of JavaScript. A Java null becomes {@link Any#NULL}. */
    public static Map<String, Any> of(Map<String, Any> attributes) {
        if (attributes.isEmpty()) {
            return Map.of();
        }
        Map<String, Any> copy = new LinkedHashMap<>();
        attributes.forEach((key, value) -> copy.put(key, Any.of(value)));
        return Any.Obj.of(copy).entries();
    }

    /** Returns a copy in the same order. */
    public static Map<String, Any> copy(Map<String, Any> attributes) {
        return attributes.isEmpty() ? Map.of() : new LinkedHashMap<>(attributes);
    }

    /** Returns the value of an attribute; null if it is missing or undefined. */
    public static Any get(Map<String, Any> attributes, String key) {
        Any value = attributes.get(key);
        return value == null || value instanceof Any.Undefined ? Any.NULL : value;
    }

    /** Applies a mark: null removes an attribute. */
    public static void apply(Map<String, Any> attributes, FormatMark mark) {
        if (mark.value() instanceof Any.Null) {
            attributes.remove(mark.key());
        } else {
            attributes.put(mark.key(), mark.value());
        }
    }

    /**
     * Returns whether Yjs considers two values the same: equal primitives, or objects and arrays with equal direct
     * members. Members that are objects are equal only if they are identical.
     */
    public static boolean equal(Any a, Any b) {
        if (identical(a, b)) {
            return true;
        }
        Map<String, Any> left = members(a);
        Map<String, Any> right = members(b);
        if (left == null || right == null || left.size() != right.size()) {
            return false;
        }
        return left.entrySet().stream().allMatch(entry -> {
            Any other = right.get(entry.getKey());
            return other != null && identical(entry.getValue(), other);
        });
    }

    /** Returns the result of JavaScript's {@code ===}. */
    public static boolean identical(Any a, Any b) {
        if (a == b) {
            return !(a instanceof Any.Num number && Double.isNaN(number.value()));
        } else if (a instanceof Any.Num x && b instanceof Any.Num y) {
            return x.value() == y.value();
        }
        return !isObject(a) && a.equals(b);
    }

    private static boolean isObject(Any value) {
        return value instanceof Any.Obj || value instanceof Any.Array || value instanceof Any.Bytes;
    }

    /** Returns the direct members of an object or array by key or index; null for any other value. */
    public static @Nullable Map<String, Any> members(Any value) {
        if (value instanceof Any.Obj object) {
            return object.entries();
        } else if (value instanceof Any.Array array) {
            Map<String, Any> members = new LinkedHashMap<>();
            array.items().forEach(item -> members.put(Integer.toString(members.size()), item));
            return members;
        } else if (value instanceof Any.Bytes bytes) {
            Map<String, Any> members = new LinkedHashMap<>();
            for (byte b : bytes.value()) {
                members.put(Integer.toString(members.size()), new Any.Num(Byte.toUnsignedInt(b)));
            }
            return members;
        }
        return null;
    }
}
