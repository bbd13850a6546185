package io.collab.crdt.lib0;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text as JavaScript's {@code JSON.parse} and {@code JSON.stringify} treat it (ECMA-262, clause 25.5): Yjs keeps
 * embeds, formats and presence in it, and its exact characters are visible in encoded bytes.
 */
public final class Json {

    private Json() {}

    /**
     * Reads JSON text.
     *
     * @param text the text
     * @param maxDepth how many arrays and objects may be open at once
     * @throws DecodeException if it is not JSON or nested more deeply
     */
    public static Any parse(String text, int maxDepth) {
        return new JsonParser(text, maxDepth).parse();
    }

    /**
     * Writes a value as JSON. Undefined is left out of objects and becomes null elsewhere, as do NaN and the
     * infinities; bytes become an object of their indices. Big integers, for which JavaScript throws, become numbers: a
     * value that came in must never stop its document from being written.
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
     * Returns JSON text as JavaScript writes it after reading; the word {@code undefined} stays as it is.
     *
     * @param text JSON or {@code undefined}
     * @throws DecodeException if it is neither
     */
    public static String canonical(String text) {
        return text.equals("undefined") ? text : stringify(parse(text, Integer.MAX_VALUE));
    }

    /**
     * Returns what JavaScript's string concatenation makes of a value: {@code [object Object]} for an object, elements
     * joined by commas for an array.
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
            return "undefined";
        } else if (value instanceof Any.Obj) {
            return "[object Object]";
        } else if (value instanceof Any.Bytes bytes) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < bytes.value().length; i++) {
                out.append(i == 0 ? "" : ",").append(bytes.value()[i] & 0xff);
            }
            return out.toString();
        } else if (value instanceof Any.Array array) {
            return joined(array);
        }
        return stringify(value);
    }

    /** The elements of nested arrays with commas between: the brackets vanish at every depth. */
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

    /** One open array or object: what is left of it and how it ends. */
    private static final class Frame {
        final Iterator<?> rest;
        final String end;
        boolean first = true;

        Frame(Iterator<?> rest, String end) {
            this.rest = rest;
            this.end = end;
        }

        /** Writes comma and key; returns the value to write, or null when it is left out. */
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
                out.append(i == 0 ? "\"" : ",\"").append(i).append("\":").append(bytes.value()[i] & 0xff);
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
                    if (c < 0x20 || Character.isSurrogate(c) && !paired(text, i)) {
                        out.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            out.append(Character.forDigit(c >> shift & 0xf, 16));
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
