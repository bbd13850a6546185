package io.collab.crdt.lib0;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as JavaScript's {@code JSON.parse} and {@code JSON.stringify} process it (ECMA-262, clause 25.5). Yjs stores
 * embeds, formats and presence as JSON, so its exact characters are visible in encoded bytes. Stateless and
 * thread-safe.
 */
public final class Json {

    /** The word for undefined in place of JSON. */
    public static final String UNDEFINED = "undefined";

    /** The lowest character that needs no escape in a string. */
    static final char FIRST_PRINTABLE = 0x20;

    private static final int HEX_DIGIT = 0xf;

    private Json() {}

    /**
     * Parses JSON text.
     *
     * @param text the text
     * @param maxDepth maximum number of nested arrays and objects
     * @throws DecodeException if it is not JSON or nested more deeply
     */
    public static Any parse(String text, int maxDepth) {
        return new JsonParser(text, maxDepth).parse();
    }

    /**
     * Returns a value as JSON. Undefined is omitted in objects and becomes null elsewhere, as do NaN and the
     * infinities; bytes become an object of their indices. Big integers, for which JavaScript throws, become numbers,
     * so that no received value prevents a document from being encoded.
     *
     * @param value the value
     */
    public static String stringify(Any value) {
        StringBuilder out = new StringBuilder();
        if (!(value instanceof Any.Array) && !(value instanceof Any.Obj)) {
            appendLeaf(out, value);
            return out.toString();
        }
        Deque<Frame> open = new ArrayDeque<>();
        Frame frame = new Frame(List.of(value).iterator(), "");
        while (true) {
            if (!frame.rest.hasNext()) {
                out.append(frame.end);
                if (open.isEmpty()) {
                    return out.toString();
                }
                frame = open.pop();
                continue;
            }
            Any child = frame.next(out);
            if (child == null) {
                continue;
            }
            Collection<?> children = children(child);
            if (children == null) {
                appendLeaf(out, child);
            } else {
                boolean array = child instanceof Any.Array;
                out.append(array ? '[' : '{');
                open.push(frame);
                frame = new Frame(children.iterator(), array ? "]" : "}");
            }
        }
    }

    /**
     * Returns JSON text as JavaScript writes it after parsing; the word {@code undefined} is kept.
     *
     * @param text JSON or {@code undefined}
     * @throws DecodeException if it is neither
     */
    public static String canonical(String text) {
        return text.equals(UNDEFINED) ? text : stringify(parse(text, Decoder.UNLIMITED_DEPTH));
    }

    /**
     * Returns the result of JavaScript's string concatenation: {@code [object Object]} for an object, elements joined
     * by commas for an array.
     *
     * @param value the value
     */
    public static String concatenated(Any value) {
        if (value instanceof Any.Text text) {
            return text.value();
        } else if (value instanceof Any.Num number) {
            return JsNumber.toString(number.value());
        } else if (value instanceof Any.BigInt number) {
            return Long.toString(number.value());
        } else if (value instanceof Any.Undefined) {
            return UNDEFINED;
        } else if (value instanceof Any.Obj) {
            return "[object Object]";
        } else if (value instanceof Any.Bytes bytes) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < bytes.value().length; i++) {
                out.append(i == 0 ? "" : ",").append(Byte.toUnsignedInt(bytes.value()[i]));
            }
            return out.toString();
        } else if (value instanceof Any.Array array) {
            return joined(array);
        }
        return stringify(value);
    }

    /** Returns the elements of nested arrays with commas between them; the brackets are omitted at every depth. */
    private static String joined(Any.Array root) {
        StringBuilder out = new StringBuilder();
        Deque<Iterator<Any>> open = new ArrayDeque<>();
        Iterator<Any> rest = root.items().iterator();
        boolean first = true;
        while (true) {
            if (!rest.hasNext()) {
                if (open.isEmpty()) {
                    return out.toString();
                }
                rest = open.pop();
                first = false;
                continue;
            }
            out.append(first ? "" : ",");
            first = false;
            Any item = rest.next();
            if (item instanceof Any.Array array) {
                open.push(rest);
                rest = array.items().iterator();
                first = true;
            } else if (!(item instanceof Any.Null) && !(item instanceof Any.Undefined)) {
                out.append(concatenated(item));
            }
        }
    }

    /** An open array or object: its remaining elements and its end. */
    private static final class Frame {
        final Iterator<?> rest;
        final String end;
        boolean first = true;

        Frame(Iterator<?> rest, String end) {
            this.rest = rest;
            this.end = end;
        }

        /** Writes comma and key; returns the value to be written, or null if it is omitted. */
        @Nullable
        Any next(StringBuilder out) {
            Object next = rest.next();
            if (next instanceof Map.Entry<?, ?> entry) {
                Any value = (Any) entry.getValue();
                if (value instanceof Any.Undefined) {
                    return null;
                }
                out.append(first ? "" : ",");
                quote(out, (String) entry.getKey());
                out.append(':');
                first = false;
                return value;
            }
            out.append(first ? "" : ",");
            first = false;
            return (Any) next;
        }
    }

    private static @Nullable Collection<?> children(Any value) {
        if (value instanceof Any.Array array) {
            return array.items();
        }
        return value instanceof Any.Obj object ? object.entries().entrySet() : null;
    }

    private static void appendLeaf(StringBuilder out, Any value) {
        if (value instanceof Any.Text text) {
            quote(out, text.value());
        } else if (value instanceof Any.Bool bool) {
            out.append(bool.value());
        } else if (value instanceof Any.Num number && Double.isFinite(number.value())) {
            out.append(JsNumber.toString(number.value()));
        } else if (value instanceof Any.BigInt number) {
            out.append(number.value());
        } else if (value instanceof Any.Bytes bytes) {
            out.append('{');
            for (int i = 0; i < bytes.value().length; i++) {
                out.append(i == 0 ? "\"" : ",\"").append(i).append("\":").append(Byte.toUnsignedInt(bytes.value()[i]));
            }
            out.append('}');
        } else {
            out.append("null");
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < FIRST_PRINTABLE || Character.isSurrogate(c) && !paired(text, i)) {
                        out.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            out.append(Character.forDigit(c >> shift & HEX_DIGIT, 16));
                        }
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean paired(String text, int i) {
        if (Character.isHighSurrogate(text.charAt(i))) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
