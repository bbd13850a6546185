package io.collab.crdt.internal.store;

import io.collab.crdt.internal.buffer.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The record of the changes of one transaction: client states before it, deletions, changed types and keys, cuts and
 * subdocuments. Everything that changes the store writes into it; cleanup, encoding and events read it. A document
 * reuses one record for transactions that no listener can have kept. Not thread-safe.
 */
public final class TransactionRecord {

    private static final int INITIAL_CLIENTS = 2;

    private final StructStore store;

    /** The number of the transaction, unique in its document. */
    int number;

    /** The deletions so far. */
    public final Deletions deletions = new Deletions();

    /** Types whose list or keys changed, each once. */
    public final List<Branch> changed = new ArrayList<>();

    /** The changed types and keys in the order of the changes, for observers; the key null stands for the list. */
    private final List<Branch> changedTypes = new ArrayList<>();

    private final List<@Nullable String> changedKeys = new ArrayList<>();
    private @Nullable Branch lastChangedType;
    private @Nullable String lastChangedKey;
    private @Nullable SubdocumentChanges subdocuments;

    /** Whether the changes were made by this document, not received. */
    public boolean local;

    /**
     * Whether structs were added, deleted or cut, so that merging may be possible; false if runs only grew or shrank.
     */
    public boolean mayMerge;

    /** Whether some of the deleted units are already part of the deleted run beside them. */
    public boolean movedBorders;

    /** Whether no observer exists and none can be added while the transaction runs. */
    public boolean unobserved;

    private ClientStructs[] touched = new ClientStructs[INITIAL_CLIENTS];
    private int[] before = new int[INITIAL_CLIENTS];
    private int[] after = new int[INITIAL_CLIENTS];
    private int touchedCount;
    private final IntList mergeClients = new IntList();
    private final IntList mergeClocks = new IntList();

    public TransactionRecord(StructStore store, boolean local, int number) {
        this.store = store;
        this.local = local;
        this.number = number;
    }

    /** Records a client's state before the first struct is added to it. */
    public void touch(ClientStructs client) {
        if (client.touchedBy == number) {
            return;
        }
        client.touchedBy = number;
        client.touchIndex = touchedCount;
        addTouched(client, client.state);
    }

    private void addTouched(ClientStructs client, int state) {
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, touchedCount * 2);
            before = Arrays.copyOf(before, touchedCount * 2);
            after = Arrays.copyOf(after, touchedCount * 2);
        }
        touched[touchedCount] = client;
        after[touchedCount] = state;
        before[touchedCount++] = state;
    }

    /** Returns the number of clients with new structs. */
    public int touchedCount() {
        return touchedCount;
    }

    /** Returns a client with new structs. */
    public ClientStructs touched(int index) {
        return touched[index];
    }

    /** Returns the state of a touched client before the transaction. */
    public int before(int index) {
        return before[index];
    }

    /** Returns the state of a touched client when the changes ended. */
    public int after(int index) {
        return after[index];
    }

    /** Returns a client's state before the transaction. */
    public int stateBefore(ClientStructs client) {
        if (client.touchedBy == number) {
            return before[client.touchIndex];
        }
        for (int i = 0; i < touchedCount; i++) {
            if (touched[i] == client) {
                return before[i];
            }
        }
        return client.state;
    }

    /** Records that a struct was cut at a clock, so that the parts are merged again at the end. */
    public void tryMergeLater(ClientStructs client, int clock) {
        mergeClients.add(client.index);
        mergeClocks.add(clock);
    }

    /** Returns the number of recorded cuts. */
    public int mergeCount() {
        return mergeClients.size();
    }

    /** Returns the client of a recorded cut. */
    public ClientStructs mergeClient(int index) {
        return store.clients.get(mergeClients.get(index));
    }

    /** Returns the clock of a recorded cut. */
    public int mergeClock(int index) {
        return mergeClocks.get(index);
    }

    /**
     * Records that a type changed, unless it is new or deleted itself.
     *
     * @param key the key that changed, or null for the list
     */
    public void addChanged(Branch branch, @Nullable String key) {
        int item = branch.item;
        if (branch.changedBy != number) {
            if (item != StructStore.NONE
                    && (store.isDeleted(item) || store.clock[item] >= stateBefore(store.owner(item)))) {
                return;
            }
            branch.changedBy = number;
            changed.add(branch);
        }
        if (!unobserved && (branch != lastChangedType || key != lastChangedKey)) {
            lastChangedType = branch;
            lastChangedKey = key;
            changedTypes.add(branch);
            changedKeys.add(key);
        }
    }

    /** Returns the changed types in the order of the changes, once for each change of another type or key. */
    public List<Branch> changedTypes() {
        return changedTypes;
    }

    /** Returns the changed key for each element of {@link #changedTypes}; null is the list. */
    public List<@Nullable String> changedKeys() {
        return changedKeys;
    }

    /** Returns whether something was added or deleted before this record was closed. */
    public boolean hasContent() {
        boolean added = !deletions.isEmpty();
        for (int i = 0; i < touchedCount && !added; i++) {
            added = before[i] != after[i];
        }
        return added;
    }

    /** Returns whether a touched client has more structs now than before the transaction. */
    public boolean isAhead(int index) {
        return touched[index].state != before[index];
    }

    /** Returns whether structs of a client were added. */
    public boolean changes(long client) {
        for (int i = 0; i < touchedCount; i++) {
            if (touched[i].id == client) {
                return before[i] != after[i];
            }
        }
        return false;
    }

    /** Returns the changes of subdocuments, to be added to. */
    public SubdocumentChanges subdocuments() {
        if (subdocuments == null) {
            subdocuments = new SubdocumentChanges();
        }
        return subdocuments;
    }

    /** Returns the changes of subdocuments, or null if there are none. */
    public @Nullable SubdocumentChanges changedSubdocuments() {
        return subdocuments == null || subdocuments.isEmpty() ? null : subdocuments;
    }

    /** Ends the changes: sorts the deletions and records the states that were reached. */
    public void close() {
        deletions.sortAndMerge();
        for (int i = 0; i < touchedCount; i++) {
            after[i] = touched[i].state;
        }
    }

    /** Returns the clients with new structs: a copy. */
    public Set<ClientStructs> touchedClients() {
        return new HashSet<>(Arrays.asList(touched).subList(0, touchedCount));
    }

    /**
     * Adds what a transaction added that began later: while this one is being finished, Yjs counts it in.
     *
     * @param known the touched clients of this record, to be added to
     */
    public void addLater(TransactionRecord later, Set<ClientStructs> known) {
        for (int i = 0; i < later.touchedCount; i++) {
            if (known.add(later.touched[i])) {
                mayMerge |= later.mayMerge;
                addTouched(later.touched[i], later.before[i]);
            }
        }
    }

    /**
     * Makes this the record of a new transaction; memory is reused, references of ended transactions become invalid.
     */
    public void reuse(int newNumber, boolean newLocal, boolean newUnobserved) {
        number = newNumber;
        local = newLocal;
        unobserved = newUnobserved;
        changedTypes.clear();
        changedKeys.clear();
        lastChangedType = null;
        lastChangedKey = null;
        subdocuments = null;
        if (!deletions.isEmpty()) {
            deletions.clear();
        }
        changed.clear();
        mayMerge = false;
        movedBorders = false;
        touchedCount = 0;
        mergeClients.clear();
        mergeClocks.clear();
    }
}
