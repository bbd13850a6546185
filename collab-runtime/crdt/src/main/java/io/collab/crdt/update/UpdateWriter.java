package io.collab.crdt.update;

import io.collab.crdt.lib0.Encoder;
import java.util.Arrays;

/**
 * Writes an update (v1) struct by struct; a new section begins whenever the client changes. The caller writes the body
 * of a struct into {@link #body()} right after {@link #begin(long, long)}. Not thread-safe; reusable after
 * {@link #reset()}.
 */
public final class UpdateWriter {

    private final Encoder body = new Encoder();
    private int[] sections = new int[8];
    private int sectionCount;
    private int written;
    private long client;

    /** Creates a writer without any struct. */
    public UpdateWriter() {}

    /** Forgets everything and keeps the memory. */
    public void reset() {
        body.reset();
        sectionCount = 0;
        written = 0;
    }

    /** Returns whether no struct was begun. */
    public boolean isEmpty() {
        return written == 0 && sectionCount == 0;
    }

    /** Returns the number of bytes of all structs so far. */
    public int size() {
        return body.size();
    }

    /**
     * Announces a struct.
     *
     * @param structClient its client
     * @param clock its first clock, which must follow the struct before if the client is the same
     */
    public void begin(long structClient, long clock) {
        if (written > 0 && structClient != client) {
            flush();
        }
        if (written == 0) {
            client = structClient;
            body.writeVarUint(structClient);
            body.writeVarUint(clock);
        }
        written++;
    }

    /** Returns where the struct that was begun is written. */
    public Encoder body() {
        return body;
    }

    /**
     * Writes a gap.
     *
     * @param structClient the client
     * @param clock first missing clock
     * @param length how many are missing
     */
    public void skip(long structClient, long clock, long length) {
        begin(structClient, clock);
        body.writeUint8(StructCursor.SKIP);
        body.writeVarUint(length);
    }

    /**
     * Copies the current struct of a cursor in its canonical form.
     *
     * @param from positioned at the struct
     * @param offset how many clocks to leave out at its beginning, less than its length
     */
    public void copy(StructCursor from, long offset) {
        begin(from.client(), from.clock() + offset);
        int content = from.content();
        if (content == StructCursor.GC || content == StructCursor.SKIP) {
            body.writeUint8(content);
        } else {
            writeHead(from, offset);
        }
        ContentFormat.copy(from, offset, body);
    }

    /**
     * Returns the whole update.
     *
     * @param deletions its delete set, written as it is
     */
    public byte[] toByteArray(DeleteSet deletions) {
        Encoder out = new Encoder(body.size() + 32);
        finish(out);
        deletions.write(out);
        return out.toByteArray();
    }

    /**
     * Appends the sections, without the delete set.
     *
     * @param out where to
     */
    public void finish(Encoder out) {
        flush();
        out.writeVarUint(sectionCount);
        int from = 0;
        for (int i = 0; i < sectionCount; i++) {
            int to = sections[2 * i + 1];
            out.writeVarUint(sections[2 * i]);
            out.writeBytes(body, from, to - from);
            from = to;
        }
    }

    private void writeHead(StructCursor from, long offset) {
        boolean left = offset > 0 || from.originClient() != StructCursor.NONE;
        boolean right = from.rightClient() != StructCursor.NONE;
        boolean key = from.keyAt() >= 0;
        body.writeUint8(from.content() | (left ? 0x80 : 0) | (right ? 0x40 : 0) | (key ? 0x20 : 0));
        if (left) {
            body.writeVarUint(offset > 0 ? from.client() : from.originClient());
            body.writeVarUint(offset > 0 ? from.clock() + offset - 1 : from.originClock());
        }
        if (right) {
            body.writeVarUint(from.rightClient());
            body.writeVarUint(from.rightClock());
        }
        if (!left && !right) {
            body.writeBytes(from.array(), from.parentAt(), from.contentAt() - from.parentAt());
        }
    }

    private void flush() {
        if (written == 0) {
            return;
        }
        if (2 * sectionCount == sections.length) {
            sections = Arrays.copyOf(sections, sections.length * 2);
        }
        sections[2 * sectionCount] = written;
        sections[2 * sectionCount + 1] = body.size();
        sectionCount++;
        written = 0;
    }
}
