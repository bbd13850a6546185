package io.collab.crdt.lib0;

import io.collab.crdt.lib0.DecodeException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parser of JSON text (RFC 8259, as strict as JSON.parse) with an explicit stack. */
final class JsonParser {

    private static final int HEXADECIMAL = 16;
    private static final int HEX_BITS = 4;
    private static final int HEX_DIGITS = 4;

    private final String text;
    private final int maxDepth;
    private int position;
    private final Deque<Open> open = new ArrayDeque<>(0);

    JsonParser(String text, int maxDepth) {
        this.text = text;
        this.maxDepth = maxDepth;
    }

    /** A container whose elements are still being read. */
    private static final class Open {
        final @Nullable List<Any> items;
        final @Nullable Map<String, Any> entries;
        String key = "";

        Open(boolean array) {
            items = array ? new ArrayList<>() : null;
            entries = array ? null : new LinkedHashMap<>();
        }
    }

    Any parse() {
        while (true) {
            Any value = readValueOrOpen();
            while (value != null) {
                Open top = open.peek();
                if (top == null) {
                    skipSpace();
                    if (position != text.length()) {
                        throw bad("text after the value");
                    }
                    return value;
                }
                value = addTo(top, value) ? null : close();
            }
        }
    }

    /** Reads a leaf or an empty container; returns null after it opened another container. */
    private @Nullable Any readValueOrOpen() {
        skipSpace();
        char c = peek();
        if (c == '[' || c == '{') {
            position++;
            boolean array = c == '[';
            if (open.size() >= maxDepth) {
                throw new DecodeException(Reason.TOO_DEEP, "JSON nested more than " + maxDepth + " deep");
            }
            skipSpace();
            open.push(new Open(array));
            if (peek() == (array ? ']' : '}')) {
                position++;
                return close();
            }
            if (!array) {
                readKey(open.element());
            }
            return null;
        }
        return switch (c) {
            case '"' -> new Any.Text(readString());
            case 't' -> readWord("true", new Any.Bool(true));
            case 'f' -> readWord("false", new Any.Bool(false));
            case 'n' -> readWord("null", Any.NULL);
            default -> readNumber();
        };
    }

    /** Adds an element and reads the separator after it; returns whether another element follows. */
    private boolean addTo(Open top, Any value) {
        if (top.items != null) {
            top.items.add(value);
        } else if (top.entries != null) {
            top.entries.put(top.key, value);
        }
        skipSpace();
        char c = peek();
        position++;
        if (c == ',') {
            if (top.entries != null) {
                skipSpace();
                readKey(top);
            }
            return true;
        }
        if (c != (top.items != null ? ']' : '}')) {
            throw bad("comma or end expected");
        }
        return false;
    }

    private Any close() {
        Open top = open.pop();
        if (top.items != null) {
            return new Any.Array(top.items);
        }
        return new Any.Obj(top.entries == null ? Map.of() : ObjectKeys.inOrder(top.entries));
    }

    private void readKey(Open object) {
        if (peek() != '"') {
            throw bad("key expected");
        }
        object.key = readString();
        skipSpace();
        if (peek() != ':') {
            throw bad("colon expected");
        }
        position++;
    }

    private Any readWord(String word, Any value) {
        if (!text.startsWith(word, position)) {
            throw bad("unknown word");
        }
        position += word.length();
        return value;
    }

    private Any readNumber() {
        int from = position;
        if (peek() == '-') {
            position++;
        }
        if (peek() == '0') {
            position++;
        } else {
            digits();
        }
        if (position < text.length() && text.charAt(position) == '.') {
            position++;
            digits();
        }
        if (position < text.length() && Character.toLowerCase(text.charAt(position)) == 'e') {
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            digits();
        }
        return new Any.Num(Double.parseDouble(text.substring(from, position)));
    }

    private void digits() {
        int from = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        if (from == position) {
            throw bad("digit expected");
        }
    }

    private String readString() {
        position++;
        int from = position;
        StringBuilder out = null;
        while (true) {
            char c = peek();
            if (c < Json.FIRST_PRINTABLE) {
                throw bad("control character in a string");
            }
            position++;
            if (c == '"') {
                String plain = text.substring(from, position - 1);
                return out == null ? plain : out.append(plain).toString();
            }
            if (c == '\\') {
                out = out == null ? new StringBuilder() : out;
                out.append(text, from, position - 1).append(readEscape());
                from = position;
            }
        }
    }

    private char readEscape() {
        char c = peek();
        position++;
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int value = 0;
                for (int i = 0; i < HEX_DIGITS; i++) {
                    int digit = Utf8.MAX_ASCII >= peek() ? Character.digit(peek(), HEXADECIMAL) : -1;
                    if (digit < 0) {
                        throw bad("four hexadecimal digits expected");
                    }
                    value = value << HEX_BITS | digit;
                    position++;
                }
                return (char) value;
            default:
                throw bad("unknown escape");
        }
    }

    private void skipSpace() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            position++;
        }
    }

    private char peek() {
        if (position >= text.length()) {
            throw bad("unexpected end");
        }
        return text.charAt(position);
    }

    private DecodeException bad(String what) {
        return new DecodeException(Reason.BAD_JSON, "not JSON at character " + position + ": " + what);
    }
}
