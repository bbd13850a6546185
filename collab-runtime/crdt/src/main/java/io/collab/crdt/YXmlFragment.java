package io.collab.crdt;

import io.collab.crdt.internal.editing.ListEditor;
import io.collab.crdt.internal.reading.XmlExport;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.TypeKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A shared list of XML nodes: elements, texts and hooks. Not thread-safe. */
public sealed class YXmlFragment extends YType implements Iterable<YValue> permits YXmlElement {

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
     * @param index index, 0 to {@link #length()}
     * @param children the children
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public final void insert(int index, List<? extends YValue> children) {
        if (isIntegrated()) {
            edit(transaction -> editor(transaction.record).insert(index, children));
        } else {
            collected.addAll(index, children);
        }
    }

    /**
     * Appends children.
     *
     * @param children the children
     */
    public final void push(List<? extends YValue> children) {
        insert(length(), children);
    }

    /**
     * Deletes children.
     *
     * @param index index of the first one
     * @param count number of children
     * @throws IndexOutOfBoundsException if the range is out of the list
     */
    public final void delete(int index, int count) {
        if (isIntegrated()) {
            edit(transaction -> editor(transaction.record).delete(index, count));
        } else {
            collected.subList(index, index + count).clear();
        }
    }

    /**
     * Inserts children after another one.
     *
     * @param child the child after which they are inserted, or null for the beginning
     * @param children the children
     * @throws IllegalArgumentException if the other one is not in this list
     */
    public final void insertAfter(@Nullable YType child, List<? extends YValue> children) {
        if (!isIntegrated()) {
            int index = child == null ? 0 : collected.indexOf(child) + 1;
            if (child != null && index == 0) {
                throw new IllegalArgumentException("not a child of this type");
            }
            collected.addAll(index, children);
            return;
        }
        int item = StructStore.NONE;
        if (child != null) {
            boolean known = child.doc() == doc() && !child.branch().dead;
            item = known ? child.branch().item : StructStore.NONE;
            if (item == StructStore.NONE
                    || store().parent[item] != branch()
                    || store().key.get(item) != null) { // it is an attribute
                throw new IllegalArgumentException("not a child of this type");
            }
        }
        int left = item;
        edit(transaction -> editor(transaction.record).insertAfter(left, children));
    }

    /** Returns the first child, or null if there is none. */
    public final @Nullable YValue firstChild() {
        return length() == 0 ? null : get(0);
    }

    /**
     * Returns an iterator over all types inside this one.
     *
     * @param filter which types are returned; the types inside the others are visited too
     * @throws IllegalStateException before the insertion
     */
    public final YXmlTreeWalker createTreeWalker(Predicate<? super YType> filter) {
        return new YXmlTreeWalker(document(), branch(), filter);
    }

    /**
     * Returns the first element inside this one with a name, or null.
     *
     * @param nodeName the name; case is ignored
     * @throws IllegalStateException before the insertion
     */
    public final @Nullable YXmlElement querySelector(String nodeName) {
        YXmlTreeWalker found = createTreeWalker(named(nodeName));
        return found.hasNext() ? (YXmlElement) found.next() : null;
    }

    /**
     * Returns all elements inside this one with a name, in document order.
     *
     * @param nodeName the name; case is ignored
     * @throws IllegalStateException before the insertion
     */
    public final List<YXmlElement> querySelectorAll(String nodeName) {
        return createTreeWalker(named(nodeName)).stream()
                .map(YXmlElement.class::cast)
                .toList();
    }

    private static Predicate<YType> named(String nodeName) {
        return type -> type instanceof YXmlElement element && element.nodeName().equalsIgnoreCase(nodeName);
    }

    /**
     * Returns a child.
     *
     * @param index index, 0 to {@link #length()} - 1
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public final YValue get(int index) {
        return isIntegrated() ? document().reader.get(branch(), index) : collected.get(index);
    }

    /** Returns all children: a copy. */
    public final List<YValue> toList() {
        return isIntegrated() ? document().reader.elements(branch()) : List.copyOf(collected);
    }

    /**
     * Returns the children as a snapshot shows them; the document must be without garbage collection.
     *
     * @param snapshot a snapshot of this document, or of an older state of it
     */
    public final List<YValue> toList(Snapshot snapshot) {
        return isIntegrated() ? document().reader.elements(branch(), snapshot.state) : List.of();
    }

    /**
     * Returns the XML as Yjs writes it. Nothing is escaped: use it for comparison and debugging, never in a browser.
     */
    @Override
    public final String toString() {
        return isIntegrated() ? new XmlExport(store()).export(branch()) : super.toString();
    }

    /** Returns an iterator over the present children; it does not support removal. */
    @Override
    public final Iterator<YValue> iterator() {
        return List.copyOf(toList()).iterator();
    }

    @Override
    public YXmlFragment copy() {
        return (YXmlFragment) new TypeCopy().copy(this);
    }

    @Override
    int kind() {
        return TypeKind.XML_FRAGMENT;
    }

    @Override
    void integrated(TransactionRecord transaction) {
        editor(transaction).insert(0, collected);
        collected.clear();
    }

    private ListEditor<YValue> editor(TransactionRecord transaction) {
        YDoc doc = document();
        return new ListEditor<>(doc.integrator, transaction, branch(), doc.values);
    }
}
