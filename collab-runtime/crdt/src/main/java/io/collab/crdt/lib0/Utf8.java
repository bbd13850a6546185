package io.collab.crdt.lib0;

import java.nio.ByteBuffer;

/** UTF-8 as strict as in the WHATWG Encoding Standard, optionally with surrogates without partner. Stateless. */
final class Utf8 {

    /** The number of bytes from which on reading eight at once is faster. */
    private static final int MIN_FOR_WORDS = 24;

    private static final long HIGH = 0x8080_8080_8080_8080L;

    /** The highest character of one byte. */
    static final int MAX_ASCII = 0x7f;

    /** The highest character of two bytes. */
    static final int MAX_TWO = 0x7ff;

    /** The first byte of a character of two, three or four bytes, without payload bits. */
    static final int LEAD_TWO = 0xc0;

    static final int LEAD_THREE = 0xe0;
    static final int LEAD_FOUR = 0xf0;

    /** A later byte without payload bits; the number of payload bits; their mask. */
    static final int TAIL = 0x80;

    static final int TAIL_BITS = 6;
    static final int TAIL_LOW = 0x3f;

    /** The character that stands for a surrogate without its partner. */
    static final char REPLACEMENT = '\ufffd';

    /** Mask of the bits that mark a later byte. */
    private static final int TAIL_MARK = 0xc0;

    /** The lowest and the highest first byte of a valid character of more than one byte. */
    private static final int LEAD_MIN = 0xc2;

    private static final int LEAD_MAX = 0xf4;

    /** The first byte of the three-byte range that contains the surrogates. */
    private static final int LEAD_SURROGATE = 0xed;

    /**
     * Bounds of the second byte: the minimum after LEAD_THREE, the lowest of a surrogate, the minimum after LEAD_FOUR,
     * the first one above U+10FFFF.
     */
    private static final int SECOND_OF_THREE_MIN = 0xa0;

    private static final int SECOND_SURROGATE_MIN = 0xa0;
    private static final int SECOND_OF_FOUR_MIN = 0x90;
    private static final int SECOND_TOO_LARGE = 0x90;

    private Utf8() {}

    /** Returns whether every byte is below 0x80. */
    static boolean isAscii(byte[] bytes, int from, int to) {
        int at = from;
        long seen = 0;
        if (to - from >= MIN_FOR_WORDS) {
            ByteBuffer words = ByteBuffer.wrap(bytes);
            while (at + 32 <= to) {
                seen |= words.getLong(at) | words.getLong(at + 8) | words.getLong(at + 16) | words.getLong(at + 24);
                at += 32;
            }
            while (at + 8 <= to) {
                seen |= words.getLong(at);
                at += 8;
            }
        }
        while (at < to) {
            seen |= bytes[at++];
        }
        return (seen & HIGH) == 0;
    }

    /**
     * Returns the number of UTF-16 code units of a text, or -1 if it is malformed.
     *
     * @param surrogates whether a surrogate without partner is valid, in three bytes
     */
    static int utf16Length(byte[] bytes, int from, int to, boolean surrogates) {
        int units = 0;
        int at = from;
        while (at < to) {
            int b = bytes[at];
            if (b >= 0) {
                at++;
                units++;
                continue;
            }
            int size = sizeOf(Byte.toUnsignedInt(bytes[at]));
            if (size == 0 || at + size > to || !isTail(bytes, at, size, surrogates)) {
                return -1;
            }
            at += size;
            units += size == 4 ? 2 : 1;
        }
        return units;
    }

    /** Decodes a verified text that may contain surrogates without partner. */
    static String decode(byte[] bytes, int from, int to) {
        char[] chars = new char[to - from];
        int count = 0;
        int at = from;
        while (at < to) {
            int b = Byte.toUnsignedInt(bytes[at]);
            if (b <= MAX_ASCII) {
                chars[count++] = (char) b;
                at++;
            } else if (b < LEAD_THREE) {
                chars[count++] = (char) (b - LEAD_TWO << TAIL_BITS | tail(bytes, at + 1));
                at += 2;
            } else if (b < LEAD_FOUR) {
                chars[count++] = (char)
                        (b - LEAD_THREE << 2 * TAIL_BITS | tail(bytes, at + 1) << TAIL_BITS | tail(bytes, at + 2));
                at += 3;
            } else {
                int point = b - LEAD_FOUR << 3 * TAIL_BITS
                        | tail(bytes, at + 1) << 2 * TAIL_BITS
                        | tail(bytes, at + 2) << TAIL_BITS
                        | tail(bytes, at + 3);
                count += Character.toChars(point, chars, count);
                at += 4;
            }
        }
        return new String(chars, 0, count);
    }

    private static int tail(byte[] bytes, int at) {
        return bytes[at] & TAIL_LOW;
    }

    /** Returns the number of bytes of a character with this first byte, or 0 if it is invalid. */
    private static int sizeOf(int first) {
        if (first < LEAD_MIN || first > LEAD_MAX) {
            return 0;
        }
        return first < LEAD_THREE ? 2 : first < LEAD_FOUR ? 3 : 4;
    }

    private static boolean isTail(byte[] bytes, int at, int size, boolean surrogates) {
        for (int i = at + 1; i < at + size; i++) {
            if ((bytes[i] & TAIL_MARK) != TAIL) {
                return false;
            }
        }
        int second = Byte.toUnsignedInt(bytes[at + 1]);
        return switch (Byte.toUnsignedInt(bytes[at])) {
            case LEAD_THREE -> second >= SECOND_OF_THREE_MIN;
            case LEAD_SURROGATE -> surrogates || second < SECOND_SURROGATE_MIN;
            case LEAD_FOUR -> second >= SECOND_OF_FOUR_MIN;
            case LEAD_MAX -> second < SECOND_TOO_LARGE;
            default -> true;
        };
    }
}
