package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.IntDiffOptRleDecoder;
import io.collab.crdt.lib0.RleDecoder;
import io.collab.crdt.lib0.StringDecoder;
import io.collab.crdt.lib0.UintOptRleDecoder;
import java.util.Arrays;

/**
 * Unfolds an update of format 2: reads its columns in parallel and writes struct after struct ({@link
 * UpdateFormat#UNFOLDED}). {@link StructCursor} verifies the result; the same checks are not repeated here.
 *
 * <pre>
 * update  = varUint 0, nine columns, rest            a column is its length in bytes and its bytes
 *   1 key clocks    IntDiffOptRle   the index of a key; the number of keys so far means a new one from the strings
 *   2 clients       UintOptRle      of sections, origins and parents
 *   3 left clocks   IntDiffOptRle   of left origins and parents
 *   4 right clocks  IntDiffOptRle   of right origins
 *   5 infos         Rle             as in format 1
 *   6 strings       String          text, JSON, root names, keys in a parent, names of subdocuments, new keys
 *   7 parent infos  Rle             1 root, 0 item
 *   8 type refs     UintOptRle      kinds of types
 *   9 lengths       UintOptRle      of gc and deleted; the number of values
 * rest    = varUint sections, (varUint structs, varUint first clock, fields without column)*, delete set
 *           bytes, values, embeds, marks, options of subdocuments, lengths of gaps
 * </pre>
 *
 * A few bytes can represent any number of structs as a run, and a long key can be referred to many times. The size of
 * the result is therefore limited to {@value #FREE} bytes and {@value #PER_BYTE} for every input byte, where every
 * struct counts {@value #PER_STRUCT} bytes more than its size. As in Yjs, bytes after the end and values of a column
 * that nothing reads are ignored.
 */
final class ColumnReader {

    static final int FREE = 48 << 20;
    static final int PER_BYTE = 32;
    static final int PER_STRUCT = 24;

    /** The number of columns before the rest. */
    static final int COLUMNS = 9;

    private static final int MAX_BYTES = 1 << 30;

    private final DecodeLimits limits;
    private final long budget;
    private final IntDiffOptRleDecoder keyClocks;
    private final UintOptRleDecoder clients;
    private final IntDiffOptRleDecoder leftClocks;
    private final IntDiffOptRleDecoder rightClocks;
    private final RleDecoder infos;
    private final StringDecoder strings;
    private final RleDecoder parentInfos;
    private final UintOptRleDecoder typeRefs;
    private final UintOptRleDecoder lengths;
    private final Decoder rest;
    private final Encoder out;
    private int[] keys = new int[8];
    private int keyCount;
    private long structs;

    private ColumnReader(byte[] update, DecodeLimits limits) {
        this.limits = limits;
        this.budget = Math.min(FREE + (long) PER_BYTE * update.length, MAX_BYTES);
        rest = new Decoder(update);
        if (rest.readVarUint() != 0) {
            throw new DecodeException(Reason.UNKNOWN_TAG, "unknown flags");
        }
        keyClocks = new IntDiffOptRleDecoder(rest.readRange());
        clients = new UintOptRleDecoder(rest.readRange());
        leftClocks = new IntDiffOptRleDecoder(rest.readRange());
        rightClocks = new IntDiffOptRleDecoder(rest.readRange());
        infos = new RleDecoder(rest.readRange());
        strings = new StringDecoder(rest.readRange());
        parentInfos = new RleDecoder(rest.readRange());
        typeRefs = new UintOptRleDecoder(rest.readRange());
        lengths = new UintOptRleDecoder(rest.readRange());
        out = new Encoder(2 * update.length + 64);
    }

    /**
     * Unfolds an update.
     *
     * @param update the bytes
     * @param limits bounds, of which the number of structs is checked here
     * @throws DecodeException if a column is malformed or too short, or if the result is too large
     */
    static byte[] unfold(byte[] update, DecodeLimits limits) {
        ColumnReader reader = new ColumnReader(update, limits);
        reader.copySections();
        reader.copyDeletions();
        return reader.out.toByteArray();
    }

    private void copySections() {
        long sections = rest.readVarUint();
        out.writeVarUint(sections);
        for (long i = 0; i < sections; i++) {
            long count = rest.readVarUint();
            out.writeVarUint(count);
            out.writeVarUint(clients.read());
            copyUint();
            for (long j = 0; j < count; j++) {
                structs++;
                copyStruct();
                requireBudget();
            }
        }
    }

    private void copyDeletions() {
        long count = rest.readVarUint();
        out.writeVarUint(count);
        for (long i = 0; i < count; i++) {
            copyUint();
            long ranges = rest.readVarUint();
            out.writeVarUint(ranges);
            long end = 0;
            for (long j = 0; j < ranges; j++) {
                long clock = end + rest.readVarUint();
                long length = rest.readVarUint() + 1;
                end = DeleteSet.endOf(clock, length);
                out.writeVarUint(clock);
                out.writeVarUint(length);
            }
        }
    }

    private void requireBudget() {
        if (structs > limits.maxWork() || structs * PER_STRUCT + out.size() > budget) {
            throw new DecodeException(Reason.TOO_MUCH_WORK, "the runs represent too much data");
        }
    }

    private void copyStruct() {
        int info = infos.read();
        out.writeUint8(info);
        int content = info & StructInfo.CONTENT;
        if (content == StructCursor.GC) {
            out.writeVarUint(lengths.read());
            return;
        }
        if (content == StructCursor.SKIP) {
            copyUint();
            return;
        }
        if ((info & StructInfo.LEFT_ORIGIN) != 0) {
            copyId(leftClocks);
        }
        if ((info & StructInfo.RIGHT_ORIGIN) != 0) {
            copyId(rightClocks);
        }
        if ((info & StructInfo.ORIGINS) == 0) {
            copyParent((info & StructInfo.KEY) != 0);
        }
        copyContent(content);
    }

    private void copyParent(boolean key) {
        int kind = parentInfos.read();
        out.writeVarUint(kind);
        if (kind == StructInfo.PARENT_ROOT) {
            copyString();
        } else {
            copyId(leftClocks);
        }
        if (key) {
            copyString();
        }
    }

    private void copyContent(int content) {
        switch (content) {
            case StructCursor.DELETED -> out.writeVarUint(lengths.read());
            case StructCursor.JSON -> {
                long count = lengths.read();
                out.writeVarUint(count);
                for (long i = 0; i < count; i++) {
                    copyString();
                    if (strings.length() == 0) { // a run of empty texts would have no size
                        throw new DecodeException(Reason.BAD_JSON, "empty text is not JSON");
                    }
                }
            }
            case StructCursor.BINARY -> copyBytes();
            case StructCursor.STRING -> copyString();
            case StructCursor.EMBED -> copyAny();
            case StructCursor.FORMAT -> {
                copyKey();
                copyAny();
            }
            case StructCursor.TYPE -> {
                long kind = typeRefs.read();
                out.writeVarUint(kind);
                if (TypeKind.hasName(kind)) {
                    copyKey();
                }
            }
            case StructCursor.ANY -> {
                long count = lengths.read();
                out.writeVarUint(count);
                for (long i = 0; i < count; i++) {
                    copyAny();
                }
            }
            case StructCursor.DOC -> {
                copyString();
                copyAny();
            }
            default -> throw ContentFormat.unknown(content);
        }
    }

    private void copyId(IntDiffOptRleDecoder clocks) {
        out.writeVarUint(clients.read());
        out.writeVarUint(clocks.read());
    }

    private void copyUint() {
        out.writeVarUint(rest.readVarUint());
    }

    private void copyString() {
        strings.next();
        strings.copy(strings.start(), strings.length(), out);
    }

    private void copyKey() {
        long clock = keyClocks.read();
        if (clock < keyCount) {
            strings.copy(keys[2 * (int) clock], keys[2 * (int) clock + 1], out);
            return;
        }
        copyString();
        if (2 * keyCount == keys.length) {
            keys = Arrays.copyOf(keys, keys.length * 2);
        }
        keys[2 * keyCount] = strings.start();
        keys[2 * keyCount + 1] = strings.length();
        keyCount++;
    }

    private void copyBytes() {
        int from = rest.position();
        rest.skip(rest.readLength());
        out.writeBytes(rest.array(), from, rest.position() - from);
    }

    private void copyAny() {
        int from = rest.position();
        rest.skipAny(limits.maxDepth());
        out.writeBytes(rest.array(), from, rest.position() - from);
    }
}
