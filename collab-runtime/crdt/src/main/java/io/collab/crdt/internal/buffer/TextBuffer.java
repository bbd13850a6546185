package io.collab.crdt.internal.buffer;

import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.StringEncoder;
import io.collab.crdt.lib0.VarInts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The whole text of one client in the order of its clocks: one byte per character (Latin-1) until a wider character is
 * appended, two bytes from then on. Append-only: a run of text is an offset and a length, so cutting and merging runs
 * moves nothing. Not thread-safe.
 */
public final class TextBuffer {

    private static final int INITIAL_CAPACITY = 16;
    private static final int MAX_ASCII = 0x7f;
    private static final int MAX_LATIN_1 = 0xff;
    private static final char REPLACEMENT = '\ufffd';

    private byte[] narrow = new byte[INITIAL_CAPACITY];
    private char @Nullable [] wide;
    private int length;

    /** Whether UTF-8 encodes every character as one byte. */
    private boolean ascii = true;

    public int length() {
        return length;
    }

    /** Appends text; returns the offset of its first code unit. */
    public int append(String text) {
        int at = length;
        int count = text.length();
        reserve(count);
        int bits = bits(text);
        ascii &= bits <= MAX_ASCII;
        if (wide == null && bits <= MAX_LATIN_1) {
            for (int i = 0; i < count; i++) {
                narrow[at + i] = (byte) text.charAt(i);
            }
        } else {
            text.getChars(0, count, widen(), at);
        }
        length = at + count;
        return at;
    }

    /**
     * Appends a verified varString of an update.
     *
     * @param bytes the update
     * @param offset offset of the varString
     * @param skip number of code units to omit at the beginning; after half of a surrogate pair, the first remaining
     *     one becomes U+FFFD
     * @return the offset of the first code unit
     */
    public int appendEncoded(byte[] bytes, int offset, int skip) {
        int position = offset;
        int count = bytes[position++];
        if (count < 0 && bytes[position] >= 0) {
            count = count & VarInts.LOW | bytes[position++] << VarInts.BITS;
        }
        if (count < 0 || skip > 0 || wide != null || !isAscii(bytes, position, count)) {
            return appendDecoded(bytes, offset, skip);
        }
        reserve(count);
        int at = length;
        System.arraycopy(bytes, position, narrow, at, count);
        length = at + count;
        return at;
    }

    private int appendDecoded(byte[] bytes, int offset, int skip) {
        String text = new Decoder(bytes, offset, bytes.length)
                .allowLoneSurrogates(true)
                .readVarString();
        String rest = skip == 0 ? text : text.substring(skip);
        if (skip > 0 && Character.isHighSurrogate(text.charAt(skip - 1))) {
            rest = REPLACEMENT + rest.substring(1);
        }
        return append(rest);
    }

    public char charAt(int index) {
        return wide != null ? wide[index] : (char) (Byte.toUnsignedInt(narrow[index]));
    }

    /** Replaces both halves of a surrogate pair if a cut at this offset separates them. */
    public void repairCut(int at) {
        if (wide != null && at > 0 && Character.isHighSurrogate(wide[at - 1])) {
            wide[at - 1] = REPLACEMENT;
            wide[at] = REPLACEMENT;
        }
    }

    public String substring(int from, int count) {
        return wide != null
                ? new String(wide, from, count)
                : new String(narrow, from, count, StandardCharsets.ISO_8859_1);
    }

    public void appendTo(StringBuilder out, int from, int count) {
        if (wide != null) {
            out.append(wide, from, count);
        } else {
            out.append(substring(from, count));
        }
    }

    public void write(Encoder out, int from, int count) {
        if (wide != null) {
            out.writeVarChars(wide, from, count);
        } else {
            writeNarrow(out, from, count);
        }
    }

    public void write(StringEncoder out, int from, int count) {
        if (wide != null) {
            out.writeChars(wide, from, count);
        } else {
            out.writeLatin1(narrow, from, count);
        }
    }

    /** Frees the memory reserved for further text. */
    public void trim() {
        if (wide != null) {
            wide = Arrays.copyOf(wide, length);
        } else {
            narrow = Arrays.copyOf(narrow, length);
        }
    }

    private void reserve(int more) {
        int needed = length + more;
        if (wide != null) {
            if (needed > wide.length) {
                wide = Arrays.copyOf(wide, Capacity.next(wide.length, needed));
            }
        } else if (needed > narrow.length) {
            narrow = Arrays.copyOf(narrow, Capacity.next(narrow.length, needed));
        }
    }

    private char[] widen() {
        char[] chars = wide;
        if (chars == null) {
            chars = new char[narrow.length];
            for (int i = 0; i < length; i++) {
                chars[i] = (char) (Byte.toUnsignedInt(narrow[i]));
            }
            wide = chars;
            narrow = new byte[0];
        }
        return chars;
    }

    private void writeNarrow(Encoder out, int from, int count) {
        if (ascii) {
            out.writeVarUint(count);
            out.writeBytes(narrow, from, count);
        } else {
            out.writeVarLatin1(narrow, from, count);
        }
    }

    /** Returns the bitwise OR of all code units. */
    private static int bits(String text) {
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            bits |= text.charAt(i);
        }
        return bits;
    }

    private static boolean isAscii(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
