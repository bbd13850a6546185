package io.collab.crdt.update;

import io.collab.crdt.lib0.Encoder;

/**
 * Writes an update (v1) struct by struct; a change of the client starts a new section. The caller writes the body of a
 * struct into {@link #body()} after {@link #begin(long, long)}. Not thread-safe; reusable after {@link #reset()}.
 */
public final class UpdateWriter implements StructWriter {

    private final Sections sections = new Sections();
    private final Encoder body = sections.body;
    private final boolean unfolded;

    /** Creates a writer without structs. */
    public UpdateWriter() {
        this(false);
    }

    UpdateWriter(boolean unfolded) {
        this.unfolded = unfolded;
    }

    /** Removes everything and keeps the memory. */
    public void reset() {
        sections.reset();
    }

    /** Returns whether no struct was started. */
    public boolean isEmpty() {
        return sections.isEmpty();
    }

    /** Returns the size of all structs in bytes. */
    public int size() {
        return body.size();
    }

    /**
     * Starts a struct.
     *
     * @param client the client
     * @param clock the first clock, which must follow the previous struct if the client is the same
     */
    public void begin(long client, long clock) {
        if (sections.begin(client)) {
            body.writeVarUint(client);
            body.writeVarUint(clock);
        }
    }

    /** Returns the writer for the body of a struct. */
    public Encoder body() {
        return body;
    }

    @Override
    public void range(int content, long client, long clock, long length) {
        begin(client, clock);
        body.writeUint8(content);
        body.writeVarUint(length);
    }

    @Override
    public void copy(StructCursor from, long offset, boolean cut) {
        begin(from.client(), from.clock() + offset);
        int content = from.content();
        if (content == StructCursor.GC || content == StructCursor.SKIP) {
            body.writeUint8(content);
        } else {
            writeHead(from, offset);
        }
        if (content == StructCursor.STRING && offset > 0) {
            writeString(ContentFormat.text(from, offset, cut));
        } else {
            ContentFormat.copy(from, offset, body, unfolded);
        }
    }

    @Override
    public byte[] toByteArray(DeleteSet deletions) {
        Encoder out = new Encoder(body.size() + 32);
        finish(out);
        deletions.write(out);
        return out.toByteArray();
    }

    /**
     * Appends the sections without the delete set.
     *
     * @param out the output
     */
    public void finish(Encoder out) {
        sections.finish(out);
    }

    private void writeHead(StructCursor from, long offset) {
        boolean left = offset > 0 || from.originClient() != StructCursor.NONE;
        boolean right = from.rightClient() != StructCursor.NONE;
        boolean key = from.keyAt() >= 0;
        body.writeUint8(StructInfo.of(from.content(), left, right, key));
        if (left) {
            body.writeVarUint(offset > 0 ? from.client() : from.originClient());
            body.writeVarUint(offset > 0 ? from.clock() + offset - 1 : from.originClock());
        }
        if (right) {
            body.writeVarUint(from.rightClient());
            body.writeVarUint(from.rightClock());
        }
        if (!left && !right) {
            writeParent(from);
        }
    }

    private void writeParent(StructCursor from) {
        if ((unfolded || !from.isUnfolded()) && !from.isPadded()) {
            body.writeBytes(from.array(), from.parentAt(), from.contentAt() - from.parentAt());
            return;
        }
        boolean root = from.rootAt() >= 0;
        body.writeVarUint(root ? StructInfo.PARENT_ROOT : StructInfo.PARENT_ITEM);
        if (root) {
            writeString(from.decoderAt(from.rootAt()).readVarString());
        } else {
            body.writeVarUint(from.parentClient());
            body.writeVarUint(from.parentClock());
        }
        if (from.keyAt() >= 0) {
            writeString(from.decoderAt(from.keyAt()).readVarString());
        }
    }

    private void writeString(String text) {
        if (unfolded) {
            body.writeExactString(text);
        } else {
            body.writeVarString(text);
        }
    }
}
