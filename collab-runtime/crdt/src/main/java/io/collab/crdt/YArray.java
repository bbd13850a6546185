package io.collab.crdt;

import io.collab.crdt.internal.editing.ListEditor;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.TypeKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A shared list of values. Not thread-safe. */
public final class YArray extends YType implements Iterable<YValue> {

    private final List<YValue> collected = new ArrayList<>();

    /** Creates an array to be inserted into a document. */
    public YArray() {}

    YArray(YDoc doc, Branch branch) {
        super(doc, branch);
    }

    /** Returns the number of elements. */
    public int length() {
        return isIntegrated() ? branch().length : collected.size();
    }

    /** Returns whether the array has no elements. */
    public boolean isEmpty() {
        return length() == 0;
    }

    /**
     * Inserts values.
     *
     * @param index index, 0 to {@link #length()}
     * @param values the values: {@link YValue}, or plain objects that {@link YValue#of} accepts
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public void insert(int index, List<?> values) {
        List<YValue> content = YValue.allOf(values);
        if (isIntegrated()) {
            edit(transaction -> editor(transaction.record).insert(index, content));
        } else {
            collected.addAll(index, content);
        }
    }

    /**
     * Appends values.
     *
     * @param values the values, as in {@link #insert}
     */
    public void push(List<?> values) {
        List<YValue> content = YValue.allOf(values);
        if (isIntegrated()) {
            edit(transaction -> editor(transaction.record).push(content));
        } else {
            collected.addAll(content);
        }
    }

    /**
     * Deletes elements.
     *
     * @param index index of the first one
     * @param count number of elements
     * @throws IndexOutOfBoundsException if the range is out of the array
     */
    public void delete(int index, int count) {
        if (isIntegrated()) {
            edit(transaction -> editor(transaction.record).delete(index, count));
        } else {
            collected.subList(index, index + count).clear();
        }
    }

    /**
     * Returns an element.
     *
     * @param index index, 0 to {@link #length()} - 1
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public YValue get(int index) {
        return isIntegrated() ? document().reader.get(branch(), index) : collected.get(index);
    }

    /** Returns all elements: a copy. */
    public List<YValue> toList() {
        return isIntegrated() ? document().reader.elements(branch()) : List.copyOf(collected);
    }

    /**
     * Returns the elements as a snapshot shows them; the document must be without garbage collection.
     *
     * @param snapshot a snapshot of this document, or of an older state of it
     */
    public List<YValue> toList(Snapshot snapshot) {
        return isIntegrated() ? document().reader.elements(branch(), snapshot.state) : List.of();
    }

    /** Returns an iterator over the present elements; it does not support removal. */
    @Override
    public Iterator<YValue> iterator() {
        return List.copyOf(toList()).iterator();
    }

    @Override
    public YArray copy() {
        return (YArray) new TypeCopy().copy(this);
    }

    @Override
    int kind() {
        return TypeKind.ARRAY;
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
