package io.collab.crdt.internal.editing;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ContentFactory;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;

/**
 * Inserts and deletes in the list of a type, by index.
 *
 * @param <V> the class of values
 */
public final class ListEditor<V> {

    private final Integrator integrator;
    private final TransactionRecord transaction;
    private final StructStore store;
    private final Branch branch;
    private final ContentFactory<V> contents;

    public ListEditor(Integrator integrator, TransactionRecord transaction, Branch branch, ContentFactory<V> contents) {
        this.integrator = integrator;
        this.transaction = transaction;
        this.store = integrator.store;
        this.branch = branch;
        this.contents = contents;
    }

    public void insert(int index, List<? extends V> values) {
        if (index < 0 || index > branch.length) {
            throw new IndexOutOfBoundsException("index " + index + " of " + branch.length);
        }
        int left = index == 0 ? NONE : itemBefore(index);
        int before = branch.cursor.index;
        insertAfter(left, values);
        if (left != NONE) {
            branch.cursor.set(left, before);
        }
    }

    public void push(List<? extends V> values) {
        int last = branch.start;
        if (branch.length > 0) {
            branch.cursor.seek(store, branch, branch.length - 1);
            last = branch.cursor.slot;
        }
        while (last != NONE && store.right[last] != NONE) {
            last = store.right[last];
        }
        insertAfter(last, values);
    }

    /** Inserts after an item; consecutive data values become one run. */
    public void insertAfter(int item, List<? extends V> values) {
        ItemFactory factory = new ItemFactory(integrator, transaction);
        int left = item;
        int right = left == NONE ? branch.start : store.right[left];
        List<Any> run = new ArrayList<>();
        for (V value : values) {
            Any data = contents.dataOf(value);
            if (data != null && !(data instanceof Any.Bytes)) {
                run.add(data);
                continue;
            }
            if (!run.isEmpty()) {
                left = factory.values(new ItemFactory.Place(branch, left, right, null), List.copyOf(run));
                run.clear();
            }
            left = factory.value(new ItemFactory.Place(branch, left, right, null), value, contents);
        }
        if (!run.isEmpty()) {
            factory.values(new ItemFactory.Place(branch, left, right, null), run);
        }
    }

    public void delete(int index, int count) {
        if (index < 0 || count < 0 || index > branch.length - count) {
            throw new IndexOutOfBoundsException("range " + index + "+" + count + " of " + branch.length);
        }
        if (count == 0) {
            return;
        }
        branch.cursor.seek(store, branch, index);
        int slot = branch.cursor.slot;
        int offset = index - branch.cursor.index;
        if (offset > 0) {
            slot = store.cleanStart(transaction, store.owner(slot), store.clock[slot] + offset);
        }
        int left = count;
        while (left > 0 && slot != NONE) {
            if (!store.isDeleted(slot)) {
                if (left < store.length[slot]) {
                    store.cleanStart(transaction, store.owner(slot), store.clock[slot] + left);
                }
                int length = store.length[slot];
                integrator.delete(transaction, slot);
                left -= length;
            }
            slot = store.right[slot];
        }
        if (slot != NONE) {
            branch.cursor.set(slot, index);
        }
    }

    /** Returns the item that ends before an index above 0; cuts it if necessary. */
    private int itemBefore(int index) {
        branch.cursor.seek(store, branch, index - 1);
        int slot = branch.cursor.slot;
        int offset = index - branch.cursor.index;
        if (offset < store.length[slot]) {
            store.cleanStart(transaction, store.owner(slot), store.clock[slot] + offset);
        }
        return slot;
    }
}
