package io.collab.crdt.lib0;

import java.nio.CharBuffer;
import java.util.Arrays;

/**
 * A growing byte buffer with lib0's primitive writers. Reusable: {@link #reset()} keeps the memory. Not thread-safe.
 *
 * <pre>
 * varUint   7 bits a byte, low bits first, 0x80 = more follows
 * varInt    first byte 0x80 = more, 0x40 = negative, 6 bits; then 7 bits a byte
 * varString varUint byte length, UTF-8
 * bytes     varUint length, raw
 * </pre>
 */
public final class Encoder {

    private static final int MIN_CAPACITY = 16;
    private static final int MAX_KEPT = 1 << 20;

    private byte[] buffer;
    private int size;

    /** Creates an empty encoder. */
    public Encoder() {
        this(64);
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

    /** Forgets what was written and keeps the memory, up to a mebibyte of it. */
    public void reset() {
        size = 0;
        if (buffer.length > MAX_KEPT) {
            buffer = new byte[MIN_CAPACITY];
        }
    }

    /** Returns a copy of what was written. */
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
        if (buffer.length - size < 10) {
            grow(10);
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
        if (buffer.length - size < 20) {
            grow(20);
        }
        byte[] to = buffer;
        size = put(to, put(to, size, first), second);
    }

    private static int put(byte[] to, int from, long value) {
        int at = from;
        long rest = value;
        while (rest > 0x7f) {
            to[at++] = (byte) (0x80 | rest & 0x7f);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        return at;
    }

    /**
     * Appends a signed number.
     *
     * @param value the number
     */
    public void writeVarInt(long value) {
        writeVarInt(Math.abs(value), value < 0);
    }

    /**
     * Appends a signed number whose sign is given apart, so that JavaScript's {@code -0} can be written.
     *
     * @param magnitude absolute value, 0 to 2^53-1
     * @param negative whether the sign bit is set
     */
    public void writeVarInt(long magnitude, boolean negative) {
        if (buffer.length - size < 10) {
            grow(10);
        }
        byte[] to = buffer;
        int at = size;
        int sign = negative ? 0x40 : 0;
        if (magnitude < 1 << 20) { // up to three bytes, without asking how many
            int more = (int) (63 - magnitude >>> 63);
            int evenMore = (int) (8191 - magnitude >>> 63);
            to[at] = (byte) (more << 7 | sign | magnitude & 0x3f);
            to[at + 1] = (byte) (evenMore << 7 | magnitude >>> 6 & 0x7f);
            to[at + 2] = (byte) (magnitude >>> 13);
            size = at + 1 + more + evenMore;
            return;
        }
        long rest = magnitude >>> 6;
        to[at++] = (byte) (0x80 | sign | magnitude & 0x3f);
        while (rest > 0) {
            to[at++] = (byte) ((rest > 0x7f ? 0x80 : 0) | rest & 0x7f);
            rest >>>= 7;
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
     * Appends what another encoder holds.
     *
     * @param other source
     */
    public void writeBytes(Encoder other) {
        writeBytes(other.buffer, 0, other.size);
    }

    /**
     * Appends a range of what another encoder holds.
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
     * Appends a length and what another encoder holds.
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
     * Appends text with its length in bytes, as {@link #writeVarString(CharSequence)} does, but a surrogate without its
     * partner is kept, in the three bytes that UTF-8 forbids.
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
            if (c < 0x80) {
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
     * @param offset first one
     * @param length how many
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
            wide += (chars[i] & 0x80) >>> 7;
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
            int c = chars[i] & 0xff;
            if (c < 0x80) {
                writeUint8(c);
            } else {
                writeUint8(0xc0 | c >>> 6);
                writeUint8(0x80 | c & 0x3f);
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

    /** Writes the character at {@code i} (not ASCII); returns how many extra characters were consumed. */
    private int writeWide(CharSequence text, int i, boolean exact) {
        char c = text.charAt(i);
        if (c < 0x800) {
            writeUint8(0xc0 | c >>> 6);
            writeUint8(0x80 | c & 0x3f);
            return 0;
        }
        if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
            int point = Character.toCodePoint(c, text.charAt(i + 1));
            writeUint8(0xf0 | point >>> 18);
            writeUint8(0x80 | point >>> 12 & 0x3f);
            writeUint8(0x80 | point >>> 6 & 0x3f);
            writeUint8(0x80 | point & 0x3f);
            return 1;
        }
        int point = Character.isSurrogate(c) && !exact ? 0xfffd : c;
        writeUint8(0xe0 | point >>> 12);
        writeUint8(0x80 | point >>> 6 & 0x3f);
        writeUint8(0x80 | point & 0x3f);
        return 0;
    }

    /** Returns how many bytes an unsigned number takes. */
    static int sizeOfVarUint(long value) {
        int size = 1;
        for (long rest = value >>> 7; rest > 0; rest >>>= 7) {
            size++;
        }
        return size;
    }

    private static long utf8Length(CharSequence text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
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
