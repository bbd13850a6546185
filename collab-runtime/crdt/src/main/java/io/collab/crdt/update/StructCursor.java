package io.collab.crdt.update;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Json;

/**
 * Walks over the structs of an update, verifying each one, without making objects of them.
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
 * This is format 1; an update of format 2 is unfolded into almost the same ({@link UpdateFormat#UNFOLDED}) when it is
 * opened. After {@link #next()} returned true the accessors describe the current struct. Not thread-safe.
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

    /** A gap: structs that this update does not have. */
    public static final int SKIP = 10;

    /** Stands for "no id". */
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

    /**
     * Creates a cursor before the first struct.
     *
     * @param update the bytes, not copied
     * @param limits budget
     * @throws DecodeException if not even the number of sections can be read
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
     * Starts again with another update, so that one cursor serves many.
     *
     * @param update the bytes, not copied
     * @param newLimits budget
     * @throws DecodeException if not even the number of sections can be read
     */
    public void reset(byte[] update, DecodeLimits newLimits) {
        reset(update, newLimits, UpdateFormat.V1);
    }

    /**
     * Starts again with another update, so that one cursor serves many.
     *
     * @param update the bytes, not copied unless they have to be unfolded
     * @param newLimits budget
     * @param format the form of the update
     * @throws DecodeException if it is malformed as far as it has to be read for that
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

    /** Takes deleted ranges one by one. */
    @FunctionalInterface
    public interface DeletionSink {

        /**
         * Takes a range.
         *
         * @param client the client
         * @param clock its first clock
         * @param length how many clocks, at least 1
         */
        void add(long client, long clock, long length);
    }

    /**
     * Moves to the next struct.
     *
     * @return false if there is none; the delete set may be read then
     * @throws DecodeException if the struct is malformed or over budget
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
        charge(1);
        clock = nextClock;
        readStruct();
        nextClock = clock + length;
        if (nextClock > Decoder.MAX_SAFE_INTEGER) {
            throw new DecodeException(Reason.NUMBER_TOO_LARGE, "clock above 2^53-1");
        }
        return true;
    }

    /**
     * Reads a struct again that this cursor, or another one of the same bytes, was at before.
     *
     * @param at the struct's {@link #start()}
     * @param structClient its client
     * @param structClock its first clock
     */
    public void reread(int at, long structClient, long structClock) {
        in.position(at);
        client = structClient;
        clock = structClock;
        readStruct();
    }

    /**
     * Reads the delete set behind the structs and asserts that nothing follows.
     *
     * @throws DecodeException if it is malformed or over budget
     */
    public DeleteSet readDeleteSet() {
        DeleteSet deletions = new DeleteSet();
        readDeletions(deletions::add);
        return deletions;
    }

    /**
     * Reads the delete set behind the structs and asserts that nothing follows.
     *
     * @param sink takes the ranges in the order of the bytes
     * @throws DecodeException if it is malformed or over budget
     */
    public void readDeletions(DeletionSink sink) {
        long clients = in.readVarUint();
        for (long i = 0; i < clients; i++) {
            long deletedClient = in.readVarUint();
            long ranges = in.readVarUint();
            charge(10);
            for (long j = 0; j < ranges; j++) {
                charge(1);
                long from = in.readVarUint();
                long count = in.readVarUint();
                DeleteSet.endOf(from, count);
                sink.add(deletedClient, from, count);
            }
        }
        in.expectEnd();
    }

    /** Returns the client of the current struct. */
    public long client() {
        return client;
    }

    /** Returns the first clock of the current struct. */
    public long clock() {
        return clock;
    }

    /** Returns how many clocks the current struct takes. */
    public long length() {
        return length;
    }

    /** Returns the clock behind the current struct. */
    public long clockEnd() {
        return clock + length;
    }

    /** Returns the content's number: one of the constants of this class. */
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

    /** Returns the offset at which parent and key begin; they end where the content begins. */
    public int parentAt() {
        return parentAt;
    }

    /** Returns the offset of the content. */
    public int contentAt() {
        return contentAt;
    }

    /** Returns the offset behind the current struct. */
    public int end() {
        return end;
    }

    /** Returns whether the bytes are {@link UpdateFormat#UNFOLDED}, not format 1. */
    public boolean isUnfolded() {
        return unfolded;
    }

    /** Returns how many structs the section says to have behind the current one; at most as many as bytes are left. */
    public int structsLeft() {
        return (int) Math.min(structsLeft, in.remaining());
    }

    /** Returns the bytes of the update, not copied; of format 2, unfolded. */
    public byte[] array() {
        return in.array();
    }

    /**
     * Returns a decoder of a part of the current struct: from an offset to the struct's end.
     *
     * @param at the offset
     */
    public Decoder decoderAt(int at) {
        return new Decoder(in.array(), at, end).allowLoneSurrogates(unfolded);
    }

    /**
     * Reads an embed or the value of a mark, which passed this cursor before.
     *
     * @param from positioned at it
     */
    public Any readValue(Decoder from) {
        return unfolded ? from.readAny(Integer.MAX_VALUE) : Json.parse(from.readVarString(), Integer.MAX_VALUE);
    }

    private void openSection() {
        structsLeft = in.readVarUint();
        client = in.readVarUint();
        nextClock = in.readVarUint();
        charge(10);
        if (structsLeft > in.remaining()) {
            throw new DecodeException(Reason.TRUNCATED, "more structs declared than bytes");
        }
        clients.add(client);
    }

    private void readStruct() {
        start = in.position();
        int info = in.readUint8();
        content = info & 0x1f;
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
        if (length == 0) {
            throw new DecodeException(Reason.ZERO_LENGTH, "struct of length zero");
        }
    }

    private void readOrigins(int info) {
        if ((info & 0x80) != 0) {
            originClient = in.readVarUint();
            originClock = in.readVarUint();
            refuseSelf(originClient, originClock);
        }
        if ((info & 0x40) != 0) {
            rightClient = in.readVarUint();
            rightClock = in.readVarUint();
            refuseSelf(rightClient, rightClock);
        }
        parentAt = in.position();
        if ((info & 0xc0) != 0) {
            return;
        }
        long parentKind = in.readVarUint();
        if (parentKind > 1) {
            throw new DecodeException(Reason.UNKNOWN_TAG, "unknown kind of parent " + parentKind);
        }
        if (parentKind == 1) {
            rootAt = in.position();
            in.skipVarString();
        } else {
            parentClient = in.readVarUint();
            parentClock = in.readVarUint();
            refuseSelf(parentClient, parentClock);
        }
        if ((info & 0x20) != 0) {
            keyAt = in.position();
            in.skipVarString();
        }
    }

    private void refuseSelf(long idClient, long idClock) {
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
