package io.collab.crdt.internal.event;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.reading.DeltaFactory;
import io.collab.crdt.internal.reading.ListReader;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Computes the change of the list of an array or XML type by a transaction.
 *
 * @param <V> the class of values
 * @param <D> the class of steps
 */
public final class ListChange<V, D> {

    private final ListReader<V> reader;
    private final StructStore store;
    private final DeltaFactory<V, D> factory;
    private final ObservedChanges changes;
    private final List<D> delta = new ArrayList<>();
    private List<V> inserted = new ArrayList<>();
    private boolean inserting;
    private int retained;
    private int deleted;

    public ListChange(StructStore store, ListReader<V> reader, DeltaFactory<V, D> factory, ObservedChanges changes) {
        this.store = store;
        this.reader = reader;
        this.factory = factory;
        this.changes = changes;
    }

    public List<D> toDelta(Branch branch) {
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            if (store.isDeleted(slot)) {
                if (changes.deletes(slot) && !changes.adds(slot)) {
                    delete(changes.oldLength(slot));
                }
            } else {
                int old = changes.oldLength(slot);
                if (old > 0) {
                    retain(old);
                }
                if (old < store.length[slot]) {
                    insert(slot, old);
                }
            }
        }
        if (retained == 0) {
            pack();
        }
        return delta;
    }

    private void delete(int length) {
        if (deleted == 0) {
            pack();
        }
        deleted += length;
    }

    private void retain(int length) {
        if (retained == 0) {
            pack();
        }
        retained += length;
    }

    private void insert(int slot, int from) {
        if (!inserting) {
            pack();
            inserting = true;
        }
        if (store.content(slot) != StructCursor.FORMAT) {
            for (int i = from; i < store.length[slot]; i++) {
                inserted.add(reader.element(slot, i));
            }
        }
    }

    private void pack() {
        if (inserting) {
            delta.add(factory.insertValues(List.copyOf(inserted)));
            inserted = new ArrayList<>();
            inserting = false;
        } else if (retained > 0) {
            delta.add(factory.retain(retained, Map.of()));
            retained = 0;
        } else if (deleted > 0) {
            delta.add(factory.delete(deleted));
            deleted = 0;
        }
    }
}
