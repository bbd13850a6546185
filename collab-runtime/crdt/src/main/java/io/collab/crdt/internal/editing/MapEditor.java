package io.collab.crdt.internal.editing;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ContentFactory;
import io.collab.crdt.internal.store.TransactionRecord;

/** Sets and deletes the keys of a type. */
public final class MapEditor {

    private final Integrator integrator;
    private final TransactionRecord transaction;
    private final Branch branch;

    public MapEditor(Integrator integrator, TransactionRecord transaction, Branch branch) {
        this.integrator = integrator;
        this.transaction = transaction;
        this.branch = branch;
    }

    /** Sets a key. */
    public <V> void set(String key, V value, ContentFactory<V> contents) {
        int last = branch.last(key);
        new ItemFactory(integrator, transaction).value(new ItemFactory.Place(branch, last, NONE, key), value, contents);
    }

    /** Deletes a key, if it has a value. */
    public void delete(String key) {
        int last = branch.last(key);
        if (last != NONE) {
            integrator.delete(transaction, last);
        }
    }
}
