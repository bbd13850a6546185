package io.collab.crdt.internal.event;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.Ranges;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a finished transaction as its events need them: changed types and keys, new structs, deleted structs.
 * Created when the transaction is closed, because observers may edit; created only if there are observers.
 */
public final class ObservedChanges {

    private final StructStore store;
    private final int[] before;
    private final @Nullable Ranges[] deleted;
    private final Map<Branch, Set<@Nullable String>> types;

    /** Captures the changes of a transaction, whose record is reused later. */
    public ObservedChanges(StructStore store, TransactionRecord transaction) {
        List<Branch> changed = transaction.changedTypes();
        List<@Nullable String> keys = transaction.changedKeys();
        this.store = store;
        this.types = changed.size() == 1
                ? Map.of(changed.get(0), Collections.singleton(keys.get(0)))
                : gather(changed, keys);
        int clients = store.clients.count();
        before = new int[clients];
        for (int i = 0; i < clients; i++) {
            before[i] = store.clients.get(i).state;
        }
        for (int i = 0; i < transaction.touchedCount(); i++) {
            before[transaction.touched(i).index] = transaction.before(i);
        }
        deleted = new Ranges[clients];
        for (int i = 0; i < transaction.deletions.clientCount(); i++) {
            Ranges copy = new Ranges(); // the ranges of the transaction are reused
            copy.addAll(transaction.deletions.ranges(i));
            deleted[transaction.deletions.client(i).index] = copy;
        }
    }

    private static Map<Branch, Set<@Nullable String>> gather(List<Branch> changed, List<@Nullable String> keys) {
        Map<Branch, Set<@Nullable String>> gathered = new LinkedHashMap<>();
        for (int i = 0; i < changed.size(); i++) {
            gathered.computeIfAbsent(changed.get(i), made -> new LinkedHashSet<>())
                    .add(keys.get(i));
        }
        return gathered;
    }

    /**
     * Returns the changed types in the order of their first change, each with its changed keys; null stands for the
     * list.
     */
    public Map<Branch, Set<@Nullable String>> types() {
        return types;
    }

    /** Returns whether a struct was added by the transaction, even if it was deleted again. */
    public boolean adds(int slot) {
        return oldLength(slot) == 0;
    }

    /** Returns the number of units of a struct that existed before the transaction; a run can grow. */
    int oldLength(int slot) {
        int client = store.client[slot];
        int known = client < before.length ? before[client] - store.clock[slot] : 0;
        return Math.max(0, Math.min(known, store.length[slot]));
    }

    /** Returns whether a struct was deleted by the transaction, even if it was added by it. */
    public boolean deletes(int slot) {
        int client = store.client[slot];
        Ranges ranges = client < deleted.length ? deleted[client] : null;
        return ranges != null && ranges.contains(store.clock[slot]);
    }

    @Override
    public String toString() {
        return "ObservedChanges[before " + Arrays.toString(before) + ", " + types + "]";
    }
}
