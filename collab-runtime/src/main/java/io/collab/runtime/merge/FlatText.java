package io.collab.runtime.merge;

import io.collab.crdt.Delta;
import io.collab.crdt.YText;
import io.collab.crdt.YValue;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The content of a text at one time. Indices are UTF-16 code units; an embedded value has length 1. */
final class FlatText {
    private static final char EMBED = '\uFFFC';

    private final String plain;
    private final NavigableMap<Integer, Map<String, Any>> attributes = new TreeMap<>();
    private final NavigableMap<Integer, YValue> embeds = new TreeMap<>();

    /** @throws IllegalArgumentException if the content is not that of a text: it was written as another type */
    FlatText(YText text) {
        StringBuilder units = new StringBuilder();
        Map<String, Any> last = Map.of();
        attributes.put(0, last);
        for (Delta step : text.toDelta()) {
            Map<String, Any> formatting = Map.of();
            int start = units.length();
            if (step instanceof Delta.InsertText insert) {
                units.append(insert.text());
                formatting = insert.attributes();
            } else if (step instanceof Delta.InsertValue insert) {
                units.append(EMBED);
                embeds.put(start, insert.value());
                formatting = insert.attributes();
            }
            if (!formatting.equals(last)) {
                attributes.put(start, formatting);
                last = formatting;
            }
        }
        plain = units.toString();
        if (plain.length() != text.length()) {
            throw new IllegalArgumentException("a text contains what only other types can contain");
        }
    }

    int length() {
        return plain.length();
    }

    /** Returns the text, with U+FFFC for embedded values. */
    String plain() {
        return plain;
    }

    /** Returns the attributes by the index from which on they hold. */
    NavigableMap<Integer, Map<String, Any>> attributes() {
        return attributes;
    }

    NavigableMap<Integer, YValue> embeds() {
        return embeds;
    }

    boolean isEmbed(int index) {
        return plain.charAt(index) == EMBED && embeds.containsKey(index);
    }

    Map<String, Any> attributesAt(int index) {
        return attributes.floorEntry(index).getValue();
    }

    /** Returns the index up to which the attributes at an index hold. */
    int endOfAttributes(int index) {
        Integer next = attributes.higherKey(index);
        return next == null ? length() : next;
    }

    /** Returns whether a cut before an index leaves all code points whole. */
    boolean canCut(int index) {
        return index == 0
                || index == length()
                || !Character.isSurrogatePair(plain.charAt(index - 1), plain.charAt(index));
    }

    /**
     * The parts of a text that stay or go as a whole: words, other single code points and embedded values, all but
     * the last with the white space after them.
     *
     * @param numbers equal for equal tokens
     * @param starts the index of each token, and the length of the text
     */
    record Tokens(int[] numbers, int[] starts) {}

    Tokens tokens(Contents contents) {
        List<Integer> numbers = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        while (at < length()) {
            int end = endOfToken(at);
            starts.add(at);
            numbers.add(isEmbed(at) ? contents.of(embeds.get(at)) : contents.ofData(plain.substring(at, end)));
            at = end;
        }
        starts.add(length());
        return new Tokens(
                numbers.stream().mapToInt(Integer::intValue).toArray(),
                starts.stream().mapToInt(Integer::intValue).toArray());
    }

    private int endOfToken(int start) {
        int end = start;
        if (isEmbed(start)) {
            return start + 1;
        }
        while (end < length() && isPartOfWord(plain.codePointAt(end))) {
            end += Character.charCount(plain.codePointAt(end));
        }
        if (end == start) {
            end += Character.charCount(plain.codePointAt(end));
        }
        while (end < length() && Character.isWhitespace(plain.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPartOfWord(int codePoint) {
        return Character.isUnicodeIdentifierPart(codePoint) && !Character.isIdeographic(codePoint);
    }
}
