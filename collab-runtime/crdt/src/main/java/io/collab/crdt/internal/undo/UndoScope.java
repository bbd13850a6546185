package io.collab.crdt.internal.undo;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.DeleteSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scope of an undo manager: which items are inside its types. Results for surrounding types are cached, so a scope
 * is valid for one operation.
 */
public final class UndoScope {

    private final StructStore store;
    private final Set<Branch> types;
    private final boolean whole;
    private final Map<Branch, Boolean> known = new HashMap<>();

    public UndoScope(StructStore store, Set<Branch> types, boolean whole) {
        this.store = store;
        this.types = types;
        this.whole = whole;
    }

    /** Returns whether an item that is not garbage is in a type of the scope, or in a type inside one. */
    boolean contains(int slot) {
        if (whole) {
            return true;
        }
        List<Branch> passed = new ArrayList<>();
        @Nullable Branch at = store.parent[slot];
        while (at != null && !types.contains(at) && !known.containsKey(at)) {
            passed.add(at);
            at = at.isRoot() ? null : store.parent[at.item];
        }
        boolean inside = at != null && (types.contains(at) || known.getOrDefault(at, false));
        passed.forEach(type -> known.put(type, inside));
        return inside;
    }

    /**
     * Sets whether the deleted items of this scope are kept from garbage collection.
     *
     * @param deletions the items; they are cut if necessary
     */
    public void keep(TransactionRecord transaction, DeleteSet deletions, boolean on) {
        store.forEachIn(transaction, deletions, slot -> {
            if (!store.isGc(slot) && contains(slot)) {
                store.keep(slot, on);
            }
        });
    }
}
