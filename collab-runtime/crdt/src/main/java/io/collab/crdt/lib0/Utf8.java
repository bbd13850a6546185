package io.collab.crdt.lib0;

import java.nio.ByteBuffer;

/** UTF-8 as the WHATWG Encoding Standard is strict about it, and optionally with surrogates that have no partner. */
final class Utf8 {

    /** From how many bytes on it is quicker to look at eight at once. */
    private static final int WORTH_WORDS = 24;

    private static final long HIGH = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Returns whether every byte is below 0x80. */
    static boolean isAscii(byte[] bytes, int from, int to) {
        int at = from;
        long seen = 0;
        if (to - from >= WORTH_WORDS) {
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
     * Returns how many UTF-16 code units a text has, or -1 if it is malformed.
     *
     * @param surrogates whether a surrogate may stand alone, in three bytes
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
            int size = sizeOf(b & 0xff);
            if (size == 0 || at + size > to || !isTail(bytes, at, size, surrogates)) {
                return -1;
            }
            at += size;
            units += size == 4 ? 2 : 1;
        }
        return units;
    }

    /** Decodes a verified text in which surrogates may stand alone. */
    static String decode(byte[] bytes, int from, int to) {
        char[] chars = new char[to - from];
        int count = 0;
        int at = from;
        while (at < to) {
            int b = bytes[at] & 0xff;
            if (b < 0x80) {
                chars[count++] = (char) b;
                at++;
            } else if (b < 0xe0) {
                chars[count++] = (char) ((b & 0x1f) << 6 | bytes[at + 1] & 0x3f);
                at += 2;
            } else if (b < 0xf0) {
                chars[count++] = (char) ((b & 0x0f) << 12 | (bytes[at + 1] & 0x3f) << 6 | bytes[at + 2] & 0x3f);
                at += 3;
            } else {
                int point = (b & 0x07) << 18
                        | (bytes[at + 1] & 0x3f) << 12
                        | (bytes[at + 2] & 0x3f) << 6
                        | bytes[at + 3] & 0x3f;
                count += Character.toChars(point, chars, count);
                at += 4;
            }
        }
        return new String(chars, 0, count);
    }

    /** Returns how many bytes a character takes that begins with this one, or 0. */
    private static int sizeOf(int first) {
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    private static boolean isTail(byte[] bytes, int at, int size, boolean surrogates) {
        for (int i = at + 1; i < at + size; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return false;
            }
        }
        int second = bytes[at + 1] & 0xff;
        return switch (bytes[at] & 0xff) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> surrogates || second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }
}
