package io.collab.crdt.lib0;

import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StringEncoder} writes. A string is a range of the text, so that nothing is copied until it is
 * needed. Not thread-safe.
 */
public final class StringDecoder {

    private final byte[] bytes;
    private final int base;
    private final int size;
    private final @Nullable String wide;
    private final UintOptRleDecoder lengths;
    private int start;
    private int end;

    /**
     * Creates a decoder before the first string.
     *
     * @param in exactly the text and the lengths
     * @throws DecodeException if the text is malformed
     */
    public StringDecoder(Decoder in) {
        int from = in.position();
        int units = in.skipVarString();
        bytes = in.array();
        base = in.position() - units;
        if (base - from == Encoder.sizeOfVarUint(units)) {
            wide = null; // one byte a character
        } else {
            in.position(from);
            wide = in.readVarString();
        }
        size = units;
        lengths = new UintOptRleDecoder(in);
    }

    /**
     * Moves to the next string.
     *
     * @throws DecodeException if there is none
     */
    public void next() {
        long length = lengths.read();
        if (length > size - end) {
            throw Decoder.truncated();
        }
        start = end;
        end += (int) length;
    }

    /** Returns where the current string begins, in code units of the whole text. */
    public int start() {
        return start;
    }

    /** Returns how many code units the current string has. */
    public int length() {
        return end - start;
    }

    /**
     * Appends a part of the text as a varString in which halves of surrogate pairs survive.
     *
     * @param from first code unit
     * @param length how many
     * @param out where to
     */
    public void copy(int from, int length, Encoder out) {
        if (wide != null) {
            out.writeExactString(wide.substring(from, from + length));
        } else {
            out.writeVarUint(length);
            out.writeBytes(bytes, base + from, length);
        }
    }

    /**
     * Asserts that every string was read.
     *
     * @throws DecodeException if some are left
     */
    public void expectEnd() {
        lengths.expectEnd();
        if (end != size) {
            throw Decoder.leftOver();
        }
    }
}
