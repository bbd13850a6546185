package io.collab.crdt.lib0;

import io.collab.crdt.lib0.DecodeException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over bytes with lib0's primitive readers (layout: {@link Encoder}). Every reader either consumes input or
 * throws {@link DecodeException}; a length that was read is compared with the remaining bytes before anything is
 * allocated. Not thread-safe. The bytes must not change meanwhile.
 */
public final class Decoder {

    /** The largest number that Yjs can hold: 2^53-1. */
    public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private byte[] bytes;
    private int end;
    private int position;
    private boolean surrogates;

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
     * Starts again with other bytes, so that one decoder serves many inputs.
     *
     * @param input the input, not copied
     */
    public void reset(byte[] input) {
        bytes = input;
        position = 0;
        end = input.length;
    }

    /**
     * Says whether a surrogate may stand alone in text, in three bytes, as {@link Encoder#writeExactString} writes it.
     *
     * @param allowed whether it may; at first it may not
     * @return this decoder
     */
    public Decoder allowLoneSurrogates(boolean allowed) {
        surrogates = allowed;
        return this;
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

    /** Returns the number of bytes left. */
    public int remaining() {
        return end - position;
    }

    /** Returns the array under this decoder, not a copy. */
    public byte[] array() {
        return bytes;
    }

    /**
     * Asserts that everything was read.
     *
     * @throws DecodeException if bytes are left
     */
    public void expectEnd() {
        if (position != end) {
            throw new DecodeException(Reason.TRAILING_BYTES, remaining() + " bytes after the end");
        }
    }

    /**
     * Reads one byte.
     *
     * @throws DecodeException if there is none
     */
    public int readUint8() {
        if (position >= end) {
            throw truncated();
        }
        return bytes[position++] & 0xff;
    }

    /**
     * Reads an unsigned number of at most 2^53-1 in its shortest form.
     *
     * @throws DecodeException if truncated, too large or not minimal
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
            int value = b & 0x7f;
            int shift = 7;
            do {
                b = in[++at];
                value |= (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0 && shift < 28);
            if (b < 0) {
                b = in[++at];
                if (b > 0) {
                    position = at + 1;
                    return value | (long) b << 28;
                }
            } else if (b > 0) {
                position = at + 1;
                return value;
            }
        }
        return continueVarUint(0, 0);
    }

    /**
     * Reads the length of something that follows.
     *
     * @throws DecodeException if malformed or above the number of bytes left
     */
    public int readLength() {
        long length = readVarUint();
        if (length > remaining()) {
            throw truncated();
        }
        return (int) length;
    }

    /**
     * Reads a signed number; {@code -0} is told apart by the double's sign.
     *
     * @throws DecodeException if truncated, beyond +-(2^53-1) or not minimal
     */
    public double readVarInt() {
        long number = readSignAndMagnitude();
        double magnitude = number >>> 1;
        return (number & 1) != 0 ? -magnitude : magnitude;
    }

    /** Reads a signed number; the sign is the lowest bit of the result, the magnitude the others. */
    long readSignAndMagnitude() {
        int first = readUint8();
        long magnitude = first & 0x3f;
        if ((first & 0x80) != 0) {
            magnitude = continueVarUint(magnitude, 6);
        }
        return magnitude << 1 | first >> 6 & 1;
    }

    /**
     * Leaves out bytes.
     *
     * @param count how many
     * @throws DecodeException if fewer are left
     */
    public void skip(int count) {
        if (count > remaining()) {
            throw truncated();
        }
        position += count;
    }

    /**
     * Reads raw bytes with a length.
     *
     * @throws DecodeException if the length is malformed or above the number of bytes left
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
     * Skips UTF-8 text with a length in bytes, verifying it.
     *
     * @return its length in UTF-16 code units
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
        return Float.intBitsToFloat((int) readBigEndian(4));
    }

    /**
     * Reads an IEEE double, big endian.
     *
     * @throws DecodeException if truncated
     */
    public double readFloat64() {
        return Double.longBitsToDouble(readBigEndian(8));
    }

    /**
     * Reads 64 bits, big endian.
     *
     * @throws DecodeException if truncated
     */
    public long readInt64() {
        return readBigEndian(8);
    }

    /**
     * Reads a value of any kind.
     *
     * @param maxDepth how many arrays and objects may be open at once
     * @throws DecodeException if malformed or nested more deeply
     */
    public Any readAny(int maxDepth) {
        return AnyFormat.read(this, maxDepth);
    }

    /**
     * Skips a value of any kind, verifying it.
     *
     * @param maxDepth how many arrays and objects may be open at once
     * @throws DecodeException if malformed or nested more deeply
     */
    public void skipAny(int maxDepth) {
        AnyFormat.skip(this, maxDepth);
    }

    /**
     * Reads the length of a range, leaves it out, and returns a decoder of exactly that range.
     *
     * @throws DecodeException if the length is malformed or above the number of bytes left
     */
    public Decoder readRange() {
        int length = readLength();
        position += length;
        return new Decoder(bytes, position - length, position);
    }

    /** Makes the exception for a sequence that is longer than what was asked of it. */
    static DecodeException leftOver() {
        return new DecodeException(Reason.TRAILING_BYTES, "a column holds more than was read");
    }

    /** Makes the exception for input that ends too early. */
    static DecodeException truncated() {
        return new DecodeException(Reason.TRUNCATED, "unexpected end of input");
    }

    private long continueVarUint(long low, int firstShift) {
        long value = low;
        int shift = firstShift;
        while (true) {
            int b = readUint8();
            if (shift > 52 && (b & 0x7f) != 0 && (shift > 62 || (long) (b & 0x7f) << shift > MAX_SAFE_INTEGER)) {
                throw new DecodeException(Reason.NUMBER_TOO_LARGE, "number above 2^53-1");
            }
            if (shift <= 52) {
                value |= (long) (b & 0x7f) << shift;
            }
            if (b < 0x80) {
                if (b == 0) {
                    throw new DecodeException(Reason.NON_MINIMAL_NUMBER, "number with superfluous bytes");
                }
                if (value > MAX_SAFE_INTEGER) {
                    throw new DecodeException(Reason.NUMBER_TOO_LARGE, "number above 2^53-1");
                }
                return value;
            }
            shift += 7;
            if (shift > 70) {
                throw new DecodeException(Reason.NUMBER_TOO_LARGE, "number of more than ten bytes");
            }
        }
    }

    private long readBigEndian(int count) {
        if (remaining() < count) {
            throw truncated();
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | bytes[position++] & 0xff;
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
