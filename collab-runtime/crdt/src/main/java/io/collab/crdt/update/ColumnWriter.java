package io.collab.crdt.update;

import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.IntDiffOptRleEncoder;
import io.collab.crdt.lib0.RleEncoder;
import io.collab.crdt.lib0.StringEncoder;
import io.collab.crdt.lib0.UintOptRleEncoder;

/**
 * Writes an update of format 2, whose fields are in columns. For every struct its info, its ids and parent, and its
 * content are written, in the order in which {@link ColumnReader} reads them. Not thread-safe; reusable after
 * {@link #reset()}.
 */
public final class ColumnWriter {

    private final IntDiffOptRleEncoder keyClocks = new IntDiffOptRleEncoder();
    private final UintOptRleEncoder clients = new UintOptRleEncoder();
    private final IntDiffOptRleEncoder leftClocks = new IntDiffOptRleEncoder();
    private final IntDiffOptRleEncoder rightClocks = new IntDiffOptRleEncoder();
    private final RleEncoder infos = new RleEncoder();
    private final StringEncoder strings = new StringEncoder();
    private final RleEncoder parentInfos = new RleEncoder();
    private final UintOptRleEncoder typeRefs = new UintOptRleEncoder();
    private final UintOptRleEncoder lengths = new UintOptRleEncoder();
    private final Sections sections = new Sections();
    private long nextKey;

    /** Creates a writer without structs. */
    public ColumnWriter() {}

    /** Removes everything and keeps the memory. */
    public void reset() {
        keyClocks.reset();
        clients.reset();
        leftClocks.reset();
        rightClocks.reset();
        infos.reset();
        strings.reset();
        parentInfos.reset();
        typeRefs.reset();
        lengths.reset();
        sections.reset();
        nextKey = 0;
    }

    /**
     * Starts a struct.
     *
     * @param client the client
     * @param clock the first clock, which must follow the previous struct if the client is the same
     * @param info the first byte, as in format 1
     */
    public void begin(long client, long clock, int info) {
        if (sections.begin(client)) {
            clients.write(client);
            sections.body.writeVarUint(clock);
        }
        infos.write(info);
    }

    /**
     * Writes the left origin.
     *
     * @param client the client
     * @param clock the clock
     */
    public void left(long client, long clock) {
        clients.write(client);
        leftClocks.write(clock);
    }

    /**
     * Writes the right origin.
     *
     * @param client the client
     * @param clock the clock
     */
    public void right(long client, long clock) {
        clients.write(client);
        rightClocks.write(clock);
    }

    /**
     * Writes a root type as the parent.
     *
     * @param name the name
     */
    public void parentRoot(String name) {
        parentInfos.write(StructInfo.PARENT_ROOT);
        strings.write(name);
    }

    /**
     * Writes the item that holds the parent type.
     *
     * @param client the client
     * @param clock the clock
     */
    public void parentItem(long client, long clock) {
        parentInfos.write(StructInfo.PARENT_ITEM);
        left(client, clock);
    }

    /** Returns the writer for text: contents, keys in a parent, names of subdocuments. */
    public StringEncoder strings() {
        return strings;
    }

    /**
     * Writes an attribute of a mark, or the name of an XML element. The format allows references to earlier names; Yjs
     * does not use them.
     *
     * @param name the attribute or name
     */
    public void name(String name) {
        keyClocks.write(nextKey++);
        strings.write(name);
    }

    /**
     * Writes the kind of a type.
     *
     * @param kind the kind, as in format 1
     */
    public void typeRef(int kind) {
        typeRefs.write(kind);
    }

    /**
     * Writes a number of values or of clocks.
     *
     * @param length the number
     */
    public void length(long length) {
        lengths.write(length);
    }

    /** Returns the writer for fields without a column: values, bytes, lengths of gaps. */
    public Encoder rest() {
        return sections.body;
    }

    /** Returns the approximate size in bytes. */
    public int size() {
        return strings.size()
                + sections.body.size()
                + keyClocks.size()
                + clients.size()
                + leftClocks.size()
                + rightClocks.size()
                + infos.size()
                + typeRefs.size()
                + lengths.size();
    }

    /**
     * Appends everything except the delete set, which must follow.
     *
     * @param out the output
     */
    public void finish(Encoder out) {
        out.writeVarUint(0); // no flags are defined
        keyClocks.finish(out);
        clients.finish(out);
        leftClocks.finish(out);
        rightClocks.finish(out);
        infos.finish(out);
        strings.finish(out);
        parentInfos.finish(out);
        typeRefs.finish(out);
        lengths.finish(out);
        sections.finish(out);
    }
}
