package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A fast scanner over the structs of an update (v1): it skips ids eight bytes at a time and verifies only their form.
 * For results that do not depend on ids; for all others there is {@link StructCursor}, which can read a struct at an
 * offset found here.
 */
final class StructScanner {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    /** The bit that differs between text and deleted content. */
    private static final int STRING_BIT = Integer.numberOfTrailingZeros(StructCursor.STRING);

    private static final int COMMON_TEXT = StructInfo.ORIGINS | StructCursor.STRING;
    private static final int COMMON_DELETED = StructInfo.ORIGINS | StructCursor.DELETED;
    private static final int SHORT = 32;
    private static final int LONGEST = 1 + 2 * 8 + 1 + SHORT;

    /** The highest bits of the first bytes of a word, by the number of bytes. */
    private static final long[] FIRST_BYTES = new long[9];

    static {
        for (int i = 1; i <= 8; i++) {
            FIRST_BYTES[i] = HIGH >>> 8 * (8 - i);
        }
    }

    private static final int RAW =
            1 << StructCursor.DELETED | 1 << StructCursor.BINARY | 1 << StructCursor.STRING | 1 << StructCursor.TYPE;

    private final byte[] bytes;
    private final Decoder in;
    private final int maxDepth;
    private final boolean unfolded;
    private final SectionClients clients = new SectionClients();
    private long sectionsLeft;
    private long structsLeft;
    private int at;

    /** The id skipped last: its size in bytes, the highest bits of its bytes, and which of them are set. */
    private int idSize;

    private long idBits;
    private long idShape = -1;

    long client;
    long clock;
    long length;
    int info;
    int start;

    StructScanner(byte[] update, DecodeLimits limits) {
        this(update, limits, false);
    }

    private StructScanner(byte[] update, DecodeLimits limits, boolean unfolded) {
        this.unfolded = unfolded;
        bytes = update;
        in = new Decoder(update).allowLoneSurrogates(unfolded);
        maxDepth = limits.maxDepth();
        sectionsLeft = in.readVarUint();
        at = in.position();
    }

    /** Returns a scanner of an update of format 2, which is unfolded first. */
    static StructScanner ofV2(byte[] update, DecodeLimits limits) {
        return new StructScanner(ColumnReader.unfold(update, limits), limits, true);
    }

    /** Moves to the next struct; returns false if there is none. */
    boolean next() {
        clock += length;
        length = 0;
        while (structsLeft == 0) {
            if (sectionsLeft == 0) {
                return false;
            }
            sectionsLeft--;
            in.position(at);
            structsLeft = in.readVarUint();
            client = in.readVarUint();
            clock = in.readVarUint();
            clients.add(client);
            at = in.position();
        }
        structsLeft--;
        scan();
        requireClock();
        return true;
    }

    /** Moves over the next struct and the common structs after it in its section, as if they were one. */
    boolean nextRun() {
        if (!next()) {
            return false;
        }
        if (!isSkip()) {
            passCommon();
            requireClock();
        }
        return true;
    }

    /**
     * Skips short texts and deleted content with two ids of the same size as before, the most frequent structs. Both
     * kinds use the same instructions, because a processor cannot predict which one comes next.
     */
    private void passCommon() {
        int position = at;
        long units = 0;
        long left = structsLeft;
        while (left > 0 && position + LONGEST <= bytes.length) {
            int flags = Byte.toUnsignedInt(bytes[position]);
            int from = position + 1 + 2 * idSize;
            int count = bytes[from++];
            int text = count & -(flags >> STRING_BIT & 1);
            if (flags != COMMON_TEXT && flags != COMMON_DELETED
                    || count <= 0
                    || text > SHORT
                    || !isSameId(position + 1)
                    || !isSameId(position + 1 + idSize)
                    || !isShortAscii(from, text)) {
                break;
            }
            units += count;
            position = from + text;
            left--;
        }
        at = position;
        structsLeft = left;
        length += units;
    }

    private boolean isSameId(int from) {
        long word = word(from);
        return (word & idBits) == idShape && !isPadded(word, idBits);
    }

    private boolean isShortAscii(int from, int count) {
        long seen = word(from) & FIRST_BYTES[Math.min(count, 8)]
                | word(from + 8) & FIRST_BYTES[Math.min(Math.max(count - 8, 0), 8)]
                | word(from + 16) & FIRST_BYTES[Math.min(Math.max(count - 16, 0), 8)]
                | word(from + 24) & FIRST_BYTES[Math.max(count - 24, 0)];
        return seen == 0;
    }

    private void requireClock() {
        if (clock + length > Decoder.MAX_SAFE_INTEGER) {
            throw new DecodeException(Reason.NUMBER_TOO_LARGE, "clock above 2^53-1");
        }
    }

    private void scan() {
        if (at >= bytes.length) {
            throw truncated();
        }
        start = at;
        in.clearPadded();
        info = Byte.toUnsignedInt(bytes[at++]);
        int content = info & StructInfo.CONTENT;
        if ((info & StructInfo.ORIGINS) == 0 || content != StructCursor.STRING && content != StructCursor.DELETED) {
            scanUnusual(content);
        } else {
            at = (info & StructInfo.LEFT_ORIGIN) != 0 ? skipId(at) : at;
            at = (info & StructInfo.RIGHT_ORIGIN) != 0 ? skipId(at) : at;
            length = content == StructCursor.STRING ? skipText() : readNumber();
        }
        if (length == 0) {
            throw new DecodeException(Reason.ZERO_LENGTH, "struct of length zero");
        }
    }

    boolean isSkip() {
        return (info & StructInfo.CONTENT) == StructCursor.SKIP;
    }

    /** Returns the offset after the current struct; after the last one, that of the delete set. */
    int end() {
        return at;
    }

    /** Returns whether a writer would write the same bytes for the current struct. */
    boolean isCanonical() {
        if (in.isPadded()) {
            return false;
        }
        boolean keyLeftOut = (info & StructInfo.KEY) != 0 && (info & StructInfo.ORIGINS) != 0;
        return !keyLeftOut && (RAW >> (info & StructInfo.CONTENT) & 1) != 0 || info == StructCursor.GC;
    }

    /** Skips the delete set after the structs; bytes may follow. */
    void skipDeletions() {
        in.position(at);
        long count = in.readVarUint();
        for (long i = 0; i < count; i++) {
            in.readVarUint();
            long numbers = 2 * in.readVarUint();
            if (numbers > in.remaining()) {
                throw truncated();
            }
            in.position(skipNumbers(in.position(), numbers));
        }
    }

    /** Appends the delete set after the structs in its canonical form; bytes that follow are omitted. */
    void copyDeletions(Encoder out) {
        in.position(at);
        in.clearPadded();
        boolean canonical = true;
        long before = Long.MAX_VALUE;
        long count = in.readVarUint();
        for (long i = 0; i < count; i++) {
            long deleted = in.readVarUint();
            long ranges = in.readVarUint();
            canonical &= deleted < before && ranges > 0;
            before = deleted;
            for (long j = 0; j < ranges; j++) {
                DeleteSet.endOf(in.readVarUint(), in.readVarUint());
            }
        }
        if (canonical && !in.isPadded()) {
            out.writeBytes(bytes, at, in.position() - at);
        } else {
            in.position(at);
            DeleteSet.read(in).write(out);
        }
    }

    private void scanUnusual(int content) {
        in.position(at);
        if (content == StructCursor.GC || content == StructCursor.SKIP) {
            if (content == StructCursor.SKIP && info != StructCursor.SKIP) {
                throw new DecodeException(Reason.UNKNOWN_TAG, "skip with flags");
            }
            length = in.readVarUint();
        } else {
            if ((info & StructInfo.LEFT_ORIGIN) != 0) {
                in.position(skipId(in.position()));
            }
            if ((info & StructInfo.RIGHT_ORIGIN) != 0) {
                in.position(skipId(in.position()));
            }
            if ((info & StructInfo.ORIGINS) == 0) {
                skipParent();
            }
            length = ContentFormat.skip(in, content, maxDepth, unfolded);
        }
        at = in.position();
    }

    private void skipParent() {
        long kind = in.readVarUint();
        if (kind > StructInfo.PARENT_ROOT) {
            throw new DecodeException(Reason.UNKNOWN_TAG, "unknown kind of parent " + kind);
        }
        if (kind == StructInfo.PARENT_ROOT) {
            in.skipVarString();
        } else {
            in.position(skipId(in.position()));
        }
        if ((info & StructInfo.KEY) != 0) {
            in.skipVarString();
        }
    }

    /**
     * Skips two numbers; returns the offset after them. Most ids have the size of the previous one; this guess allows
     * speculative execution.
     */
    private int skipId(int from) {
        if (from + 8 <= bytes.length) {
            long word = word(from);
            if ((word & idBits) == idShape && !isPadded(word, idBits)) {
                return from + idSize;
            }
            long ends = ~word & HIGH;
            long second = Long.lowestOneBit(ends & ends - 1);
            long bits = (second - 1 | second) & HIGH;
            if (second != 0 && !isPadded(word, bits)) {
                idBits = bits;
                idShape = word & bits;
                idSize = (Long.numberOfTrailingZeros(second) >>> 3) + 1;
                return from + idSize;
            }
        }
        in.position(from); // long numbers, numbers not in their shortest form, the end of the input
        in.readVarUint();
        in.readVarUint();
        return in.position();
    }

    /** Returns whether one of the first bytes of a word may be a zero at the end of a number of several bytes. */
    private static boolean isPadded(long word, long bits) {
        long zeros = word - LOW & ~word & bits;
        return (zeros & (word & HIGH) << 8) != 0;
    }

    private int skipNumbers(int from, long count) {
        long left = count;
        int position = from;
        while (left >= 8 && position + 8 <= bytes.length) {
            left -= Long.bitCount(~word(position) & HIGH);
            position += 8;
        }
        while (left > 0) {
            if (position >= bytes.length) {
                throw truncated();
            }
            left -= bytes[position++] >= 0 ? 1 : 0;
        }
        return position;
    }

    /** Returns eight bytes, the first one in the lowest bits. */
    private long word(int from) {
        return (long) WORDS.get(bytes, from);
    }

    private long readNumber() {
        if (at < bytes.length && bytes[at] >= 0) {
            return bytes[at++];
        }
        in.position(at);
        long number = in.readVarUint();
        at = in.position();
        return number;
    }

    /** Skips a text; returns its length in UTF-16 code units. */
    private int skipText() {
        in.position(at);
        int units = in.skipVarString();
        at = in.position();
        return units;
    }

    private static DecodeException truncated() {
        return new DecodeException(Reason.TRUNCATED, "unexpected end of input");
    }
}
