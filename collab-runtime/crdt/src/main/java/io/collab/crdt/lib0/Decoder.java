package io.collab.crdt.lib0;

import static io.collab.crdt.lib0.VarInts.BITS;
import static io.collab.crdt.lib0.VarInts.LOW;
import static io.collab.crdt.lib0.VarInts.MAX_PADDED_BYTES;
import static io.collab.crdt.lib0.VarInts.MORE;
import static io.collab.crdt.lib0.VarInts.SIGNED_BITS;
import static io.collab.crdt.lib0.VarInts.SIGNED_LOW;

import io.collab.crdt.lib0.DecodeException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over bytes with the primitive readers of lib0 (layout: {@link Encoder}). Every reader consumes input or
 * throws {@link DecodeException}; a decoded length is compared with the remaining bytes before anything is allocated.
 * The bytes must not change while they are read. Not thread-safe.
 */
public final class Decoder {

    /** The largest number of Yjs: 2^53-1. */
    public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    /** The depth limit for values that were verified before. */
    public static final int UNLIMITED_DEPTH = Integer.MAX_VALUE;

    private static final int LAST_SAFE_BIT = 52;

    private byte[] bytes;
    private int end;
    private int position;
    private boolean surrogates;
    private boolean padded;

    /**
     * Creates a decoder of all bytes.
     *
     * @param bytes the input, not copied
     */
    public Decoder(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /**
     * Creates a decoder of a range.
     *
     * @param bytes the input, not copied
     * @param from first byte
     * @param to end, exclusive
     */
    public Decoder(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /**
     * Restarts with other bytes, so that one decoder can be used for many inputs.
     *
     * @param input the input, not copied
     */
    public void reset(byte[] input) {
        bytes = input;
        position = 0;
        end = input.length;
    }

    /**
     * Sets whether a surrogate without partner is valid in text, in three bytes as {@link Encoder#writeExactString}
     * writes it.
     *
     * @param allowed whether it is valid; false by default
     * @return this decoder
     */
    public Decoder allowLoneSurrogates(boolean allowed) {
        surrogates = allowed;
        return this;
    }

    /**
     * Returns whether a number that was read since {@link #clearPadded()} was longer than its shortest form. Its value
     * is right, but the bytes are not those that {@link Encoder} writes.
     */
    public boolean isPadded() {
        return padded;
    }

    /** Forgets the numbers read so far for {@link #isPadded()}. */
    public void clearPadded() {
        padded = false;
    }

    /** Returns the offset of the next byte. */
    public int position() {
        return position;
    }

    /**
     * Moves to an offset.
     *
     * @param newPosition offset of the next byte to read
     */
    public void position(int newPosition) {
        position = newPosition;
    }

    /** Returns the number of remaining bytes. */
    public int remaining() {
        return end - position;
    }

    /** Returns the underlying array, not a copy. */
    public byte[] array() {
        return bytes;
    }

    /**
     * Verifies that the whole input was read.
     *
     * @throws DecodeException if bytes remain
     */
    public void expectEnd() {
        if (position != end) {
            throw new DecodeException(Reason.TRAILING_BYTES, remaining() + " bytes after the end");
        }
    }

    /**
     * Reads one byte.
     *
     * @throws DecodeException if no byte remains
     */
    public int readUint8() {
        if (position >= end) {
            throw truncated();
        }
        return Byte.toUnsignedInt(bytes[position++]);
    }

    /**
     * Reads an unsigned number of at most 2^53-1. As in lib0, zeros may follow its highest digit, up to a length of
     * {@value VarInts#MAX_PADDED_BYTES} bytes.
     *
     * @throws DecodeException if truncated, too large or too long
     */
    public long readVarUint() {
        int at = position;
        if (at >= end) {
            throw truncated();
        }
        byte[] in = bytes;
        int b = in[at];
        if (b >= 0) {
            position = at + 1;
            return b;
        }
        if (end - at >= 5) {
            int value = b & LOW;
            int shift = BITS;
            do {
                b = in[++at];
                value |= (b & LOW) << shift;
                shift += BITS;
            } while (b < 0 && shift < 4 * BITS);
            if (b < 0) {
                b = in[++at];
                if (b > 0) {
                    position = at + 1;
                    return value | (long) b << 4 * BITS;
                }
            } else if (b > 0) {
                position = at + 1;
                return value;
            }
        }
        return continueVarUint(0, 0);
    }

    /**
     * Reads the length of a following range.
     *
     * @throws DecodeException if it is malformed or above the number of remaining bytes
     */
    public int readLength() {
        long length = readVarUint();
        if (length > remaining()) {
            throw truncated();
        }
        return (int) length;
    }

    /**
     * Reads a signed number; {@code -0} is returned as such.
     *
     * @throws DecodeException if truncated, beyond +-(2^53-1) or too long
     */
    public double readVarInt() {
        long number = readSignAndMagnitude();
        double magnitude = number >>> 1;
        return (number & 1) != 0 ? -magnitude : magnitude;
    }

    /** Reads a signed number; the lowest bit of the result is the sign, the other bits the magnitude. */
    long readSignAndMagnitude() {
        int first = readUint8();
        long magnitude = first & SIGNED_LOW;
        if ((first & MORE) != 0) {
            magnitude = continueVarUint(magnitude, SIGNED_BITS);
        }
        return magnitude << 1 | first >> SIGNED_BITS & 1;
    }

    /**
     * Skips bytes.
     *
     * @param count number of bytes
     * @throws DecodeException if fewer remain
     */
    public void skip(int count) {
        if (count > remaining()) {
            throw truncated();
        }
        position += count;
    }

    /**
     * Reads bytes with a length.
     *
     * @throws DecodeException if the length is malformed or above the number of remaining bytes
     */
    public byte[] readVarBytes() {
        int length = readLength();
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    /**
     * Reads UTF-8 text with a length in bytes.
     *
     * @throws DecodeException if the length is wrong or the bytes are not UTF-8
     */
    public String readVarString() {
        int length = readLength();
        int from = position;
        position += length;
        return Utf8.isAscii(bytes, from, position)
                ? new String(bytes, from, length, StandardCharsets.ISO_8859_1)
                : decodeUtf8(from, length);
    }

    /**
     * Verifies and skips UTF-8 text with a length in bytes.
     *
     * @return the length of the text in UTF-16 code units
     * @throws DecodeException if the length is wrong or the bytes are not UTF-8
     */
    public int skipVarString() {
        int length = readLength();
        int from = position;
        position += length;
        return Utf8.isAscii(bytes, from, position) ? length : requireUtf8(from, position);
    }

    /**
     * Reads an IEEE single, big endian.
     *
     * @throws DecodeException if truncated
     */
    public float readFloat32() {
        return Float.intBitsToFloat((int) readBigEndian(Float.BYTES));
    }

    /**
     * Reads an IEEE double, big endian.
     *
     * @throws DecodeException if truncated
     */
    public double readFloat64() {
        return Double.longBitsToDouble(readBigEndian(Long.BYTES));
    }

    /**
     * Reads 64 bits, big endian.
     *
     * @throws DecodeException if truncated
     */
    public long readInt64() {
        return readBigEndian(Long.BYTES);
    }

    /**
     * Reads a value of any kind.
     *
     * @param maxDepth maximum number of nested arrays and objects
     * @throws DecodeException if malformed or nested more deeply
     */
    public Any readAny(int maxDepth) {
        return AnyFormat.read(this, maxDepth);
    }

    /**
     * Verifies and skips a value of any kind.
     *
     * @param maxDepth maximum number of nested arrays and objects
     * @throws DecodeException if malformed or nested more deeply
     */
    public void skipAny(int maxDepth) {
        AnyFormat.skip(this, maxDepth);
    }

    /**
     * Reads the length of a range, skips the range and returns a decoder for it.
     *
     * @throws DecodeException if the length is malformed or above the number of remaining bytes
     */
    public Decoder readRange() {
        int length = readLength();
        position += length;
        return new Decoder(bytes, position - length, position);
    }

    /** Returns the exception for incomplete input. */
    static DecodeException truncated() {
        return new DecodeException(Reason.TRUNCATED, "unexpected end of input");
    }

    private long continueVarUint(long low, int firstShift) {
        long value = low;
        int shift = firstShift;
        while (true) {
            int b = readUint8();
            if (shift > LAST_SAFE_BIT
                    && (b & LOW) != 0
                    && (shift > 62 || (long) (b & LOW) << shift > MAX_SAFE_INTEGER)) {
                throw new DecodeException(Reason.NUMBER_TOO_LARGE, "number above 2^53-1");
            }
            if (shift <= LAST_SAFE_BIT) {
                value |= (long) (b & LOW) << shift;
            }
            if (b < MORE) {
                padded |= b == 0;
                if (value > MAX_SAFE_INTEGER) {
                    throw new DecodeException(Reason.NUMBER_TOO_LARGE, "number above 2^53-1");
                }
                return value;
            }
            shift += BITS;
            if (shift > Double.MAX_EXPONENT) { // lib0's factor of this digit is infinite
                throw new DecodeException(
                        Reason.NUMBER_TOO_LARGE, "number of more than " + MAX_PADDED_BYTES + " bytes");
            }
        }
    }

    private long readBigEndian(int count) {
        if (remaining() < count) {
            throw truncated();
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << Byte.SIZE | Byte.toUnsignedInt(bytes[position++]);
        }
        return value;
    }

    private String decodeUtf8(int from, int length) {
        requireUtf8(from, from + length);
        return surrogates
                ? Utf8.decode(bytes, from, from + length)
                : new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    private int requireUtf8(int from, int to) {
        int units = Utf8.utf16Length(bytes, from, to, surrogates);
        if (units < 0) {
            throw new DecodeException(Reason.BAD_UTF8, "text is not UTF-8");
        }
        return units;
    }
}
