package io.collab.crdt.lib0;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the format of {@link StringEncoder}. A string is a range of the text, so that it is copied only on demand.
 * Not thread-safe.
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
     * @param in the text and the lengths and nothing else
     * @throws DecodeException if the text is malformed
     */
    public StringDecoder(Decoder in) {
        int from = in.position();
        int units = in.skipVarString();
        bytes = in.array();
        base = in.position() - units;
        if (base - from == Encoder.sizeOfVarUint(units)) {
            wide = null; // one byte per character
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

    /** Returns the start of the current string in code units of the whole text. */
    public int start() {
        return start;
    }

    /** Returns the length of the current string in code units. */
    public int length() {
        return end - start;
    }

    /**
     * Appends a part of the text as a varString that keeps halves of surrogate pairs.
     *
     * @param from first code unit
     * @param length number of code units
     * @param out the output
     */
    public void copy(int from, int length, Encoder out) {
        if (wide != null) {
            out.writeExactString(wide.substring(from, from + length));
        } else {
            out.writeVarUint(length);
            out.writeBytes(bytes, base + from, length);
        }
    }
}
