package io.collab.crdt.lib0;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JavaScript value as lib0 encodes it. Unlike JSON, it distinguishes undefined and null, {@code -0} and 0, and
 * represents NaN, big integers and bytes. Immutable as long as the arrays and collections from which it was created are
 * not modified.
 */
public sealed interface Any {

    /** JavaScript's {@code undefined}. */
    Any UNDEFINED = new Undefined();

    /** JavaScript's {@code null}. */
    Any NULL = new Null();

    /** JavaScript's {@code undefined}. */
    record Undefined() implements Any {}

    /** JavaScript's {@code null}. */
    record Null() implements Any {}

    /**
     * A boolean.
     *
     * @param value the value
     */
    record Bool(boolean value) implements Any {}

    /**
     * A number: always a double, as in JavaScript. Equality compares bits, so that {@code -0} differs from 0 and NaN
     * equals itself.
     *
     * @param value the value
     */
    record Num(double value) implements Any {}

    /**
     * A big integer of 64 bits.
     *
     * @param value the value
     */
    record BigInt(long value) implements Any {}

    /**
     * Text.
     *
     * @param value UTF-16 text, which may contain surrogates without partner
     */
    record Text(String value) implements Any {}

    /**
     * Bytes.
     *
     * @param value the bytes, not copied
     */
    record Bytes(byte[] value) implements Any {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes b && Arrays.equals(value, b.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + value.length + "]";
        }
    }

    /**
     * An array.
     *
     * @param items the elements in order
     */
    record Array(List<Any> items) implements Any {}

    /**
     * An object. The order of keys is that of JavaScript: integer-like keys first and ascending, then by insertion.
     *
     * @param entries key to value, in order
     */
    record Obj(Map<String, Any> entries) implements Any {

        /**
         * Returns an object with entries in any order.
         *
         * @param entries key to value, in the order of insertion
         */
        public static Obj of(Map<String, Any> entries) {
            return new Obj(ObjectKeys.inOrder(entries));
        }
    }

    /**
     * Returns a Java object as a value: null, Boolean, Number, CharSequence, byte[], List, Map with text keys, or an
     * {@code Any} itself. No number loses digits: an integer beyond +-(2^53-1) becomes a big integer, and a decimal
     * must be the text of a double or exactly one.
     *
     * @param value the object
     * @throws IllegalArgumentException if it is of another class, or a number beyond 64 bits or with more digits than a
     *     double has
     */
    static Any of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        } else if (value instanceof Any any) {
            return any;
        } else if (value instanceof Boolean bool) {
            return new Bool(bool);
        } else if (value instanceof Number number) {
            return Numbers.of(number);
        } else if (value instanceof CharSequence text) {
            return new Text(text.toString());
        } else if (value instanceof byte[] bytes) {
            return new Bytes(bytes);
        } else if (value instanceof List<?> list) {
            return new Array(list.stream().map(Any::of).toList());
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Any> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(String.valueOf(key), of(item)));
            return new Obj(ObjectKeys.inOrder(entries));
        }
        throw new IllegalArgumentException("not a JavaScript value: " + value.getClass());
    }
}
