package io.collab.crdt.update;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Json;

/**
 * A cursor over the structs of an update. It verifies each struct without creating objects.
 *
 * <pre>
 * update  = varUint sections, section*, delete set
 * section = varUint structs, varUint client, varUint clock of the first, struct*
 * struct  = info, [left id], [right id], [parent, [key]], content
 *           info: 0x80 left id present, 0x40 right id present, 0x20 key present, low 5 bits the content
 *           parent only if neither id is present: 1 varString root name | 0 id of the item that holds the type
 * id      = varUint client, varUint clock
 * content = 0 gc: varUint length           1 deleted: varUint length     2 json: varUint n, varString*
 *           3 binary: bytes                4 string: varString           5 embed: varString JSON
 *           6 format: varString key, varString JSON                      7 type: varUint kind, [varString name]
 *           8 any: varUint n, any*         9 doc: varString guid, any   10 skip: varUint length
 * </pre>
 *
 * This is format 1. An update of format 2 is unfolded into a similar form ({@link UpdateFormat#UNFOLDED}) when it is
 * opened. After {@link #next()} returned true, the accessors describe the current struct. Not thread-safe.
 */
public final class StructCursor {

    /** Content of a struct that was garbage-collected together with its parent. */
    public static final int GC = 0;

    /** Content that was deleted. */
    public static final int DELETED = 1;

    /** Values as JSON, written by old clients. */
    public static final int JSON = 2;

    /** One byte array. */
    public static final int BINARY = 3;

    /** Text. */
    public static final int STRING = 4;

    /** One embedded object in text. */
    public static final int EMBED = 5;

    /** A mark at which formatting changes. */
    public static final int FORMAT = 6;

    /** A shared type. */
    public static final int TYPE = 7;

    /** Values. */
    public static final int ANY = 8;

    /** A subdocument. */
    public static final int DOC = 9;

    /** A gap: structs that are not in this update. */
    public static final int SKIP = 10;

    private static final int CLIENT_WORK = 10;
    private static final int STRUCT_WORK = 1;
    private static final int RANGE_WORK = 1;

    /** The client that stands for no id. */
    public static final long NONE = -1;

    private final Decoder in;
    private DecodeLimits limits;
    private boolean unfolded;
    private long work;
    private long sectionsLeft;
    private long structsLeft;
    private final SectionClients clients = new SectionClients();
    private long nextClock;

    private long client;
    private long clock;
    private long length;
    private int content;
    private long originClient;
    private long originClock;
    private long rightClient;
    private long rightClock;
    private long parentClient;
    private long parentClock;
    private int start;
    private int rootAt;
    private int keyAt;
    private int parentAt;
    private int contentAt;
    private int end;
    private boolean padded;

    /**
     * Creates a cursor before the first struct.
     *
     * @param update the bytes, not copied
     * @param limits bounds
     * @throws DecodeException if the number of sections is malformed
     */
    public StructCursor(byte[] update, DecodeLimits limits) {
        this(update, limits, false);
    }

    StructCursor(byte[] update, DecodeLimits limits, boolean unfolded) {
        this.in = new Decoder(update);
        this.limits = limits;
        begin(unfolded);
    }

    /**
     * Restarts with another update, so that one cursor can be used for many.
     *
     * @param update the bytes, not copied
     * @param newLimits bounds
     * @throws DecodeException if the number of sections is malformed
     */
    public void reset(byte[] update, DecodeLimits newLimits) {
        reset(update, newLimits, UpdateFormat.V1);
    }

    /**
     * Restarts with another update, so that one cursor can be used for many.
     *
     * @param update the bytes, not copied unless they are unfolded
     * @param newLimits bounds
     * @param format the format of the update
     * @throws DecodeException if the part that must be read at once is malformed
     */
    public void reset(byte[] update, DecodeLimits newLimits, UpdateFormat format) {
        boolean columns = format == UpdateFormat.V2;
        in.reset(columns ? ColumnReader.unfold(update, newLimits) : update);
        limits = newLimits;
        begin(format != UpdateFormat.V1);
    }

    private void begin(boolean values) {
        unfolded = values;
        in.allowLoneSurrogates(values);
        work = 0;
        structsLeft = 0;
        clients.clear();
        sectionsLeft = in.readVarUint();
        if (sectionsLeft > in.remaining()) {
            throw new DecodeException(Reason.TRUNCATED, "more sections declared than bytes");
        }
    }

    /** A receiver of deleted ranges. */
    @FunctionalInterface
    public interface DeletionSink {

        /**
         * Receives a range.
         *
         * @param client the client
         * @param clock the first clock
         * @param length number of clocks, at least 1
         */
        void add(long client, long clock, long length);
    }

    /**
     * Moves to the next struct.
     *
     * @return false if there is none; the delete set may be read then
     * @throws DecodeException if the struct is malformed or exceeds the limits
     */
    public boolean next() {
        while (structsLeft == 0) {
            if (sectionsLeft == 0) {
                return false;
            }
            sectionsLeft--;
            openSection();
        }
        structsLeft--;
        charge(STRUCT_WORK);
        clock = nextClock;
        readStruct();
        nextClock = clock + length;
        if (nextClock > Decoder.MAX_SAFE_INTEGER) {
            throw new DecodeException(Reason.NUMBER_TOO_LARGE, "clock above 2^53-1");
        }
        return true;
    }

    /**
     * Reads a struct again that this cursor, or another one over the same bytes, read before.
     *
     * @param at the struct's {@link #start()}
     * @param structClient the client
     * @param structClock the first clock
     */
    public void reread(int at, long structClient, long structClock) {
        in.position(at);
        client = structClient;
        clock = structClock;
        readStruct();
    }

    /**
     * Reads the delete set after the structs. As in Yjs, bytes may follow; {@link #trailingBytes()} counts them.
     *
     * @throws DecodeException if it is malformed or exceeds the limits
     */
    public DeleteSet readDeleteSet() {
        DeleteSet deletions = new DeleteSet();
        readDeletions(deletions::add);
        return deletions;
    }

    /**
     * Reads the delete set after the structs; see {@link #readDeleteSet()}.
     *
     * @param sink receives the ranges in the order of the bytes
     * @throws DecodeException if it is malformed or exceeds the limits
     */
    public void readDeletions(DeletionSink sink) {
        long clients = in.readVarUint();
        for (long i = 0; i < clients; i++) {
            long deletedClient = in.readVarUint();
            long ranges = in.readVarUint();
            charge(CLIENT_WORK);
            for (long j = 0; j < ranges; j++) {
                charge(RANGE_WORK);
                long from = in.readVarUint();
                long count = in.readVarUint();
                DeleteSet.endOf(from, count);
                sink.add(deletedClient, from, count);
            }
        }
    }

    /** Returns the number of bytes that follow the delete set, which must have been read, and are ignored. */
    public int trailingBytes() {
        return in.remaining();
    }

    /** Returns the client of the current struct. */
    public long client() {
        return client;
    }

    /** Returns the first clock of the current struct. */
    public long clock() {
        return clock;
    }

    /** Returns the number of clocks of the current struct. */
    public long length() {
        return length;
    }

    /** Returns the clock after the current struct. */
    public long clockEnd() {
        return clock + length;
    }

    /** Returns the kind of content: one of the constants of this class. */
    public int content() {
        return content;
    }

    /** Returns the client of the left origin, or {@link #NONE}. */
    public long originClient() {
        return originClient;
    }

    /** Returns the clock of the left origin. */
    public long originClock() {
        return originClock;
    }

    /** Returns the client of the right origin, or {@link #NONE}. */
    public long rightClient() {
        return rightClient;
    }

    /** Returns the clock of the right origin. */
    public long rightClock() {
        return rightClock;
    }

    /** Returns the client of the parent item, or {@link #NONE}. */
    public long parentClient() {
        return parentClient;
    }

    /** Returns the clock of the parent item. */
    public long parentClock() {
        return parentClock;
    }

    /** Returns the offset of the current struct. */
    public int start() {
        return start;
    }

    /** Returns the offset of the root type's name (a varString), or -1. */
    public int rootAt() {
        return rootAt;
    }

    /** Returns the offset of the key in the parent (a varString), or -1. */
    public int keyAt() {
        return keyAt;
    }

    /** Returns the offset of the parent and the key, which end at the offset of the content. */
    public int parentAt() {
        return parentAt;
    }

    /** Returns the offset of the content. */
    public int contentAt() {
        return contentAt;
    }

    /** Returns the offset after the current struct. */
    public int end() {
        return end;
    }

    /**
     * Returns whether a number of the current struct is longer than its shortest form, so that a writer would write
     * other bytes.
     */
    boolean isPadded() {
        return padded;
    }

    /** Returns whether the bytes are {@link UpdateFormat#UNFOLDED} instead of format 1. */
    public boolean isUnfolded() {
        return unfolded;
    }

    /**
     * Returns the declared number of structs in the section after the current one; at most the number of remaining
     * bytes.
     */
    public int structsLeft() {
        return (int) Math.min(structsLeft, in.remaining());
    }

    /** Returns the bytes of the update, not copied; unfolded if the format is 2. */
    public byte[] array() {
        return in.array();
    }

    /**
     * Returns a decoder from an offset to the end of the current struct.
     *
     * @param at the offset
     */
    public Decoder decoderAt(int at) {
        return new Decoder(in.array(), at, end).allowLoneSurrogates(unfolded);
    }

    /**
     * Reads an embed or the value of a mark, which this cursor verified before.
     *
     * @param from positioned at it
     */
    public Any readValue(Decoder from) {
        return unfolded
                ? from.readAny(Decoder.UNLIMITED_DEPTH)
                : Json.parse(from.readVarString(), Decoder.UNLIMITED_DEPTH);
    }

    private void openSection() {
        structsLeft = in.readVarUint();
        client = in.readVarUint();
        nextClock = in.readVarUint();
        charge(CLIENT_WORK);
        if (structsLeft > in.remaining()) {
            throw new DecodeException(Reason.TRUNCATED, "more structs declared than bytes");
        }
        clients.add(client);
    }

    private void readStruct() {
        start = in.position();
        in.clearPadded();
        int info = in.readUint8();
        content = info & StructInfo.CONTENT;
        originClient = NONE;
        rightClient = NONE;
        parentClient = NONE;
        rootAt = -1;
        keyAt = -1;
        if (content == GC || content == SKIP) {
            if (content == SKIP && info != SKIP) {
                throw new DecodeException(Reason.UNKNOWN_TAG, "skip with flags");
            }
            contentAt = in.position();
            length = in.readVarUint();
        } else {
            readOrigins(info);
            contentAt = in.position();
            length = ContentFormat.skip(in, content, limits.maxDepth(), unfolded);
        }
        end = in.position();
        padded = in.isPadded();
        if (length == 0) {
            throw new DecodeException(Reason.ZERO_LENGTH, "struct of length zero");
        }
    }

    private void readOrigins(int info) {
        if ((info & StructInfo.LEFT_ORIGIN) != 0) {
            originClient = in.readVarUint();
            originClock = in.readVarUint();
            requireEarlier(originClient, originClock);
        }
        if ((info & StructInfo.RIGHT_ORIGIN) != 0) {
            rightClient = in.readVarUint();
            rightClock = in.readVarUint();
            requireEarlier(rightClient, rightClock);
        }
        parentAt = in.position();
        if ((info & StructInfo.ORIGINS) != 0) {
            return;
        }
        long parentKind = in.readVarUint();
        if (parentKind > StructInfo.PARENT_ROOT) {
            throw new DecodeException(Reason.UNKNOWN_TAG, "unknown kind of parent " + parentKind);
        }
        if (parentKind == StructInfo.PARENT_ROOT) {
            rootAt = in.position();
            in.skipVarString();
        } else {
            parentClient = in.readVarUint();
            parentClock = in.readVarUint();
            requireEarlier(parentClient, parentClock);
        }
        if ((info & StructInfo.KEY) != 0) {
            keyAt = in.position();
            in.skipVarString();
        }
    }

    private void requireEarlier(long idClient, long idClock) {
        if (idClient == client && idClock >= clock) {
            throw new DecodeException(Reason.SELF_REFERENCE, "struct refers to itself or a later one of its client");
        }
    }

    private void charge(int units) {
        work += units;
        if (work > limits.maxWork()) {
            throw new DecodeException(Reason.TOO_MUCH_WORK, "more than " + limits.maxWork() + " units of work");
        }
    }
}
