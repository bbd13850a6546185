package io.collab.crdt;

import static io.collab.crdt.StructStore.NONE;

import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;

/** Insertions and deletions in the list of a type, by index. */
final class ListEditor {

    private final Transaction transaction;
    private final StructStore store;
    private final Branch branch;

    ListEditor(Transaction transaction, Branch branch) {
        this.transaction = transaction;
        this.store = transaction.doc.store;
        this.branch = branch;
    }

    void insert(int index, List<? extends YValue> values) {
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

    void push(List<? extends YValue> values) {
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

    /** Inserts behind an item; data values that follow one another become one run. */
    void insertAfter(int item, List<? extends YValue> values) {
        ItemFactory factory = new ItemFactory(transaction);
        int left = item;
        int right = left == NONE ? branch.start : store.right[left];
        List<Any> run = new ArrayList<>();
        for (YValue value : values) {
            if (value instanceof YValue.Data data && !(data.value() instanceof Any.Bytes)) {
                run.add(data.value());
                continue;
            }
            if (!run.isEmpty()) {
                left = factory.values(new ItemFactory.Place(branch, left, right, null), List.copyOf(run));
                run.clear();
            }
            left = factory.value(new ItemFactory.Place(branch, left, right, null), value);
        }
        if (!run.isEmpty()) {
            factory.values(new ItemFactory.Place(branch, left, right, null), run);
        }
    }

    void delete(int index, int count) {
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
                transaction.doc.integrator.delete(transaction, slot);
                left -= length;
            }
            slot = store.right[slot];
        }
        if (slot != NONE) {
            branch.cursor.set(slot, index);
        }
    }

    /** Returns the item that ends right before an index above 0, cutting it if need be. */
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
