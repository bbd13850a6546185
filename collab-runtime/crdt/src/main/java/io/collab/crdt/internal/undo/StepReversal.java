package io.collab.crdt.internal.undo;

import io.collab.crdt.internal.buffer.IntList;
import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.DeleteSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** The reversal of one step of an undo manager: restores what the step deleted and deletes what it inserted. */
public final class StepReversal {

    private final Integrator integrator;
    private final StructStore store;
    private final TransactionRecord transaction;
    private final UndoScope scope;
    private final Predicate<StructStore.Id> undone;
    private final boolean overwrite;

    /**
     * Creates a reversal within a transaction.
     *
     * @param undone whether a step on one of the stacks deleted an id
     * @param overwrite whether keys are restored that others changed later
     */
    public StepReversal(
            Integrator integrator,
            TransactionRecord transaction,
            UndoScope scope,
            Predicate<StructStore.Id> undone,
            boolean overwrite) {
        this.integrator = integrator;
        this.store = integrator.store;
        this.transaction = transaction;
        this.scope = scope;
        this.undone = undone;
        this.overwrite = overwrite;
    }

    /**
     * Restores what a step deleted, then deletes what it inserted.
     *
     * @param mayDelete whether an inserted item may be deleted
     * @return whether anything changed
     */
    public boolean run(DeleteSet insertions, DeleteSet deletions, IntPredicate mayDelete) {
        IntList toDelete = inserted(insertions);
        boolean changed = restore(insertions, deletions);
        for (int i = toDelete.size() - 1; i >= 0; i--) {
            int item = toDelete.get(i);
            if (mayDelete.test(item)) {
                integrator.delete(transaction, item);
                changed = true;
            }
        }
        return changed;
    }

    private IntList inserted(DeleteSet insertions) {
        IntList items = new IntList();
        store.forEachIn(transaction, insertions, slot -> {
            int at = store.isGc(slot) || store.redone(slot) == null ? slot : latest(slot);
            if (!store.isDeleted(at) && scope.contains(at)) {
                items.add(at);
            }
        });
        return items;
    }

    private boolean restore(DeleteSet insertions, DeleteSet deletions) {
        Set<Integer> items = new LinkedHashSet<>();
        store.forEachIn(transaction, deletions, slot -> {
            if (!store.isGc(slot)
                    && scope.contains(slot)
                    && !insertions.contains(store.owner(slot).id, store.clock[slot])) {
                items.add(slot);
            }
        });
        Predicate<StructStore.Id> removed = id -> insertions.contains(id.client().id, id.clock()) || undone.test(id);
        Redo redo = new Redo(integrator, transaction, items, removed, overwrite);
        boolean restored = false;
        for (int item : items) {
            restored |= redo.redo(item);
        }
        return restored;
    }

    /** Returns the item that restored this one last, cut where the item begins. */
    private int latest(int slot) {
        StructStore.Id at = store.followRedone(new StructStore.Id(store.owner(slot), store.clock[slot]));
        return store.cleanStart(transaction, at.client(), at.clock());
    }
}
