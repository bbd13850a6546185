package io.collab.crdt.lib0;

import static io.collab.crdt.lib0.Utf8.LEAD_FOUR;
import static io.collab.crdt.lib0.Utf8.LEAD_THREE;
import static io.collab.crdt.lib0.Utf8.LEAD_TWO;
import static io.collab.crdt.lib0.Utf8.MAX_ASCII;
import static io.collab.crdt.lib0.Utf8.MAX_TWO;
import static io.collab.crdt.lib0.Utf8.REPLACEMENT;
import static io.collab.crdt.lib0.Utf8.TAIL;
import static io.collab.crdt.lib0.Utf8.TAIL_BITS;
import static io.collab.crdt.lib0.Utf8.TAIL_LOW;
import static io.collab.crdt.lib0.VarInts.BITS;
import static io.collab.crdt.lib0.VarInts.LOW;
import static io.collab.crdt.lib0.VarInts.MAX_BYTES;
import static io.collab.crdt.lib0.VarInts.MORE;
import static io.collab.crdt.lib0.VarInts.NEGATIVE;
import static io.collab.crdt.lib0.VarInts.SIGNED_BITS;
import static io.collab.crdt.lib0.VarInts.SIGNED_LOW;

import java.nio.CharBuffer;
import java.util.Arrays;

/**
 * A growable byte buffer with the primitive writers of lib0. Reusable after {@link #reset()}. Not thread-safe.
 *
 * <pre>
 * varUint   7 bits per byte, low bits first, 0x80 = more follows
 * varInt    first byte: 0x80 = more follows, 0x40 = negative, 6 bits; then 7 bits per byte
 * varString varUint byte length, UTF-8
 * bytes     varUint length, raw
 * </pre>
 */
public final class Encoder {

    private static final int MIN_CAPACITY = 16;
    private static final int DEFAULT_CAPACITY = 64;
    private static final int MAX_TWO_BYTES = (1 << SIGNED_BITS + BITS) - 1;
    private static final int MAX_THREE_BYTES = (1 << SIGNED_BITS + 2 * BITS) - 1;
    private static final int MAX_KEPT = 1 << 20;

    private byte[] buffer;
    private int size;

    /** Creates an empty encoder. */
    public Encoder() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * Creates an empty encoder.
     *
     * @param capacity initial capacity in bytes
     */
    public Encoder(int capacity) {
        buffer = new byte[Math.max(capacity, MIN_CAPACITY)];
    }

    /** Returns the number of bytes written. */
    public int size() {
        return size;
    }

    /** Removes all bytes and keeps at most 1 MiB of the memory. */
    public void reset() {
        size = 0;
        if (buffer.length > MAX_KEPT) {
            buffer = new byte[MIN_CAPACITY];
        }
    }

    /** Returns a copy of the written bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /**
     * Appends one byte.
     *
     * @param value the byte, of which the low 8 bits are written
     */
    public void writeUint8(int value) {
        if (size == buffer.length) {
            grow(1);
        }
        buffer[size++] = (byte) value;
    }

    /**
     * Appends an unsigned number.
     *
     * @param value 0 to 2^53-1
     */
    public void writeVarUint(long value) {
        if (buffer.length - size < MAX_BYTES) {
            grow(MAX_BYTES);
        }
        size = put(buffer, size, value);
    }

    /**
     * Appends two unsigned numbers.
     *
     * @param first 0 to 2^53-1
     * @param second 0 to 2^53-1
     */
    public void writeVarUints(long first, long second) {
        if (buffer.length - size < 2 * MAX_BYTES) {
            grow(2 * MAX_BYTES);
        }
        byte[] to = buffer;
        size = put(to, put(to, size, first), second);
    }

    private static int put(byte[] to, int from, long value) {
        int at = from;
        long rest = value;
        while (rest > LOW) {
            to[at++] = (byte) (MORE | rest & LOW);
            rest >>>= BITS;
        }
        to[at++] = (byte) rest;
        return at;
    }

    /**
     * Appends a signed number.
     *
     * @param value the number, at most 2^53-1 in either direction
     */
    public void writeVarInt(long value) {
        writeVarInt(Math.abs(value), value < 0);
    }

    /**
     * Appends a signed number with a separate sign, so that JavaScript's {@code -0} can be written.
     *
     * @param magnitude absolute value, 0 to 2^53-1
     * @param negative whether the sign bit is set
     */
    public void writeVarInt(long magnitude, boolean negative) {
        if (buffer.length - size < MAX_BYTES) {
            grow(MAX_BYTES);
        }
        byte[] to = buffer;
        int at = size;
        int sign = negative ? NEGATIVE : 0;
        if (magnitude <= MAX_THREE_BYTES) { // up to three bytes, without branches
            int more = (int) (SIGNED_LOW - magnitude >>> 63);
            int evenMore = (int) (MAX_TWO_BYTES - magnitude >>> 63);
            to[at] = (byte) (more << BITS | sign | magnitude & SIGNED_LOW);
            to[at + 1] = (byte) (evenMore << BITS | magnitude >>> SIGNED_BITS & LOW);
            to[at + 2] = (byte) (magnitude >>> SIGNED_BITS + BITS);
            size = at + 1 + more + evenMore;
            return;
        }
        long rest = magnitude >>> SIGNED_BITS;
        to[at++] = (byte) (MORE | sign | magnitude & SIGNED_LOW);
        while (rest > 0) {
            to[at++] = (byte) ((rest > LOW ? MORE : 0) | rest & LOW);
            rest >>>= BITS;
        }
        size = at;
    }

    /**
     * Appends raw bytes without a length.
     *
     * @param bytes source
     * @param offset first byte
     * @param length number of bytes
     */
    public void writeBytes(byte[] bytes, int offset, int length) {
        if (buffer.length - size < length) {
            grow(length);
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    /**
     * Appends raw bytes without a length.
     *
     * @param bytes source
     */
    public void writeBytes(byte[] bytes) {
        writeBytes(bytes, 0, bytes.length);
    }

    /**
     * Appends the bytes of another encoder.
     *
     * @param other source
     */
    public void writeBytes(Encoder other) {
        writeBytes(other.buffer, 0, other.size);
    }

    /**
     * Appends a range of the bytes of another encoder.
     *
     * @param other source
     * @param offset first byte
     * @param length number of bytes
     */
    public void writeBytes(Encoder other, int offset, int length) {
        writeBytes(other.buffer, offset, length);
    }

    /**
     * Appends a length and bytes.
     *
     * @param bytes source
     */
    public void writeVarBytes(byte[] bytes) {
        writeVarUint(bytes.length);
        writeBytes(bytes);
    }

    /**
     * Appends the length and the bytes of another encoder.
     *
     * @param other source
     */
    public void writeVarBytes(Encoder other) {
        writeVarUint(other.size);
        writeBytes(other);
    }

    /**
     * Appends text as UTF-8 with its length in bytes. A surrogate without its partner becomes U+FFFD (EF BF BD).
     *
     * @param text the text
     */
    public void writeVarString(CharSequence text) {
        writeVarUint(utf8Length(text));
        writeText(text);
    }

    /**
     * Appends text as UTF-8 without its length. A surrogate without its partner becomes U+FFFD (EF BF BD).
     *
     * @param text the text
     */
    public void writeText(CharSequence text) {
        writeText(text, false);
    }

    /**
     * Appends text with its length in bytes, as {@link #writeVarString(CharSequence)} does, but keeps a surrogate
     * without its partner, in three bytes that are not valid UTF-8.
     *
     * @param text the text
     */
    public void writeExactString(CharSequence text) {
        writeVarUint(utf8Length(text));
        writeText(text, true);
    }

    private void writeText(CharSequence text, boolean exact) {
        int length = text.length();
        if (buffer.length - size < length) {
            grow(length);
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c <= MAX_ASCII) {
                writeUint8(c);
            } else {
                i += writeWide(text, i, exact);
            }
        }
    }

    /**
     * Appends text as UTF-8 with its length in bytes, as {@link #writeVarString(CharSequence)} does.
     *
     * @param chars UTF-16 code units
     * @param offset first code unit
     * @param length number of code units
     */
    public void writeVarChars(char[] chars, int offset, int length) {
        writeVarString(CharBuffer.wrap(chars, offset, length));
    }

    /**
     * Appends Latin-1 text as UTF-8 with its length in bytes.
     *
     * @param chars one byte per character
     * @param offset first character
     * @param length number of characters
     */
    public void writeVarLatin1(byte[] chars, int offset, int length) {
        if (Utf8.isAscii(chars, offset, offset + length)) {
            writeVarUint(length);
            writeBytes(chars, offset, length);
            return;
        }
        int wide = 0;
        for (int i = offset; i < offset + length; i++) {
            wide += chars[i] >>> 31;
        }
        writeVarUint(length + (long) wide);
        writeWideLatin1(chars, offset, length);
    }

    /**
     * Appends Latin-1 text as UTF-8 without its length.
     *
     * @param chars one byte per character
     * @param offset first character
     * @param length number of characters
     */
    public void writeLatin1(byte[] chars, int offset, int length) {
        if (Utf8.isAscii(chars, offset, offset + length)) {
            writeBytes(chars, offset, length);
        } else {
            writeWideLatin1(chars, offset, length);
        }
    }

    private void writeWideLatin1(byte[] chars, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            int c = Byte.toUnsignedInt(chars[i]);
            if (c <= MAX_ASCII) {
                writeUint8(c);
            } else {
                writeTwo(c);
            }
        }
    }

    /**
     * Appends an IEEE single, big endian.
     *
     * @param value the number
     */
    public void writeFloat32(float value) {
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 24; shift >= 0; shift -= 8) {
            writeUint8(bits >>> shift);
        }
    }

    /**
     * Appends an IEEE double, big endian.
     *
     * @param value the number
     */
    public void writeFloat64(double value) {
        writeInt64(Double.doubleToRawLongBits(value));
    }

    /**
     * Appends 64 bits, big endian.
     *
     * @param value the number
     */
    public void writeInt64(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            writeUint8((int) (value >>> shift));
        }
    }

    /**
     * Appends a value of any kind with its tag.
     *
     * @param value the value
     */
    public void writeAny(Any value) {
        AnyFormat.write(this, value);
    }

    /**
     * Writes the character at {@code i}, which is not ASCII; returns the number of additional code units that were
     * consumed.
     */
    private int writeWide(CharSequence text, int i, boolean exact) {
        char c = text.charAt(i);
        if (c <= MAX_TWO) {
            writeTwo(c);
            return 0;
        }
        if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
            int point = Character.toCodePoint(c, text.charAt(i + 1));
            writeUint8(LEAD_FOUR | point >>> 3 * TAIL_BITS);
            writeTail(point >>> 2 * TAIL_BITS);
            writeTail(point >>> TAIL_BITS);
            writeTail(point);
            return 1;
        }
        int point = Character.isSurrogate(c) && !exact ? REPLACEMENT : c;
        writeUint8(LEAD_THREE | point >>> 2 * TAIL_BITS);
        writeTail(point >>> TAIL_BITS);
        writeTail(point);
        return 0;
    }

    private void writeTwo(int c) {
        writeUint8(LEAD_TWO | c >>> TAIL_BITS);
        writeTail(c);
    }

    private void writeTail(int bits) {
        writeUint8(TAIL | bits & TAIL_LOW);
    }

    /** Returns the number of bytes of an encoded unsigned number. */
    static int sizeOfVarUint(long value) {
        int size = 1;
        for (long rest = value >>> BITS; rest > 0; rest >>>= BITS) {
            size++;
        }
        return size;
    }

    private static long utf8Length(CharSequence text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= MAX_ASCII) {
                bytes += 1;
            } else if (c <= MAX_TWO) {
                bytes += 2;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    private void grow(int more) {
        buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
}
