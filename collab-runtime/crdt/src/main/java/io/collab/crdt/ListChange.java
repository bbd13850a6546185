package io.collab.crdt;

import static io.collab.crdt.StructStore.NONE;

import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Computes how a transaction changed the list of an array or of XML. */
final class ListChange {

    private final ListReader reader;
    private final StructStore store;
    private final Changes changes;
    private final Branch branch;
    private final List<Delta> delta = new ArrayList<>();
    private List<YValue> inserted = new ArrayList<>();
    private boolean inserting;
    private int retained;
    private int deleted;

    ListChange(YDoc doc, Changes changes, Branch branch) {
        this.reader = new ListReader(doc);
        this.store = doc.store;
        this.changes = changes;
        this.branch = branch;
    }

    List<Delta> toDelta() {
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
            delta.add(new Delta.InsertValues(List.copyOf(inserted)));
            inserted = new ArrayList<>();
            inserting = false;
        } else if (retained > 0) {
            delta.add(new Delta.Retain(retained, Map.of()));
            retained = 0;
        } else if (deleted > 0) {
            delta.add(new Delta.Delete(deleted));
            deleted = 0;
        }
    }
}
