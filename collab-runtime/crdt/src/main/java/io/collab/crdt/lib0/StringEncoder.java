package io.collab.crdt.lib0;

import java.nio.CharBuffer;

/**
 * Encodes strings as one text and their lengths, like lib0's {@code StringEncoder}. Two halves of a surrogate pair that
 * meet at the border of two strings are kept; a half without partner becomes U+FFFD. Not thread-safe.
 *
 * <pre>
 * varString of all strings joined, lengths in UTF-16 code units as {@link UintOptRleEncoder} writes them
 * </pre>
 */
public final class StringEncoder {

    private final Encoder text = new Encoder();
    private final UintOptRleEncoder lengths = new UintOptRleEncoder();

    /** A high surrogate at the end of the last string whose partner may follow, or 0. */
    private char high;

    /** Creates an encoder without strings. */
    public StringEncoder() {}

    /**
     * Appends a string.
     *
     * @param string the string
     */
    public void write(CharSequence string) {
        int length = string.length();
        lengths.write(length);
        if (length == 0) {
            return;
        }
        int from = 0;
        if (high != 0) {
            if (Character.isLowSurrogate(string.charAt(0))) {
                text.writeText(new String(new char[] {high, string.charAt(0)}));
                high = 0;
                from = 1;
            } else {
                replaceHigh();
            }
        }
        int to = length;
        if (from < to && Character.isHighSurrogate(string.charAt(to - 1))) {
            high = string.charAt(--to);
        }
        text.writeText(from == 0 && to == length ? string : string.subSequence(from, to));
    }

    /**
     * Appends a string.
     *
     * @param chars UTF-16 code units
     * @param offset first code unit
     * @param length number of code units
     */
    public void writeChars(char[] chars, int offset, int length) {
        write(CharBuffer.wrap(chars, offset, length));
    }

    /**
     * Appends a string.
     *
     * @param chars one byte per character
     * @param offset first character
     * @param length number of characters
     */
    public void writeLatin1(byte[] chars, int offset, int length) {
        lengths.write(length);
        if (high != 0 && length > 0) {
            replaceHigh();
        }
        text.writeLatin1(chars, offset, length);
    }

    /** Returns the size of the text in bytes. */
    public int size() {
        return text.size();
    }

    /** Removes all strings and keeps the memory. */
    public void reset() {
        text.reset();
        lengths.reset();
        high = 0;
    }

    /**
     * Appends the length in bytes and all strings. Nothing can be written afterwards until {@link #reset()}.
     *
     * @param to the output
     */
    public void finish(Encoder to) {
        if (high != 0) {
            replaceHigh();
        }
        Encoder column = new Encoder(text.size() + 64);
        column.writeVarBytes(text);
        lengths.finishRaw(column);
        to.writeVarBytes(column);
    }

    private void replaceHigh() {
        text.writeText(String.valueOf(Utf8.REPLACEMENT));
        high = 0;
    }
}
