package io.collab.crdt;

import java.util.ArrayList;
import java.util.List;

/** A shared list of XML nodes: elements, texts and hooks. */
public sealed class YXmlFragment extends YType permits YXmlElement {

    private final List<YValue> collected = new ArrayList<>();

    /** Creates a fragment to be inserted into a document. */
    public YXmlFragment() {}

    YXmlFragment(YDoc doc, Branch branch) {
        super(doc, branch);
    }

    /** Returns the number of children. */
    public final int length() {
        return isIntegrated() ? branch().length : collected.size();
    }

    /**
     * Inserts children.
     *
     * @param index where, 0 to {@link #length()}
     * @param children what
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public final void insert(int index, List<? extends YValue> children) {
        if (isIntegrated()) {
            edit(transaction -> new ListEditor(transaction, branch()).insert(index, children));
        } else {
            collected.addAll(index, children);
        }
    }

    /**
     * Appends children.
     *
     * @param children what
     */
    public final void push(List<? extends YValue> children) {
        insert(length(), children);
    }

    /**
     * Deletes children.
     *
     * @param index the first one
     * @param count how many
     * @throws IndexOutOfBoundsException if the range is out of the list
     */
    public final void delete(int index, int count) {
        if (isIntegrated()) {
            edit(transaction -> new ListEditor(transaction, branch()).delete(index, count));
        } else {
            collected.subList(index, index + count).clear();
        }
    }

    /**
     * Returns a child.
     *
     * @param index which one
     * @throws IndexOutOfBoundsException if there is none
     */
    public final YValue get(int index) {
        return isIntegrated() ? new ListReader(document()).get(branch(), index) : collected.get(index);
    }

    /** Returns all children: a copy. */
    public final List<YValue> toList() {
        return isIntegrated() ? new ListReader(document()).elements(branch()) : List.copyOf(collected);
    }

    /**
     * Returns the children as a snapshot shows them, of a document without garbage collection.
     *
     * @param snapshot taken of this document, or of an older state of it
     */
    public final List<YValue> toList(Snapshot snapshot) {
        return isIntegrated() ? new ListReader(document()).elements(branch(), snapshot) : List.of();
    }

    /**
     * Returns the XML as Yjs writes it. Nothing is escaped: this is for comparing and debugging, never for a browser.
     */
    @Override
    public final String toString() {
        return isIntegrated() ? new XmlExport().export(this) : super.toString();
    }

    @Override
    int kind() {
        return Branch.XML_FRAGMENT;
    }

    @Override
    void integrated(Transaction transaction) {
        new ListEditor(transaction, branch()).insert(0, collected);
        collected.clear();
    }
}
