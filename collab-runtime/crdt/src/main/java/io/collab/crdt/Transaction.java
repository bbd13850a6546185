package io.collab.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of changes that listeners see as one. Valid while the function given to {@link YDoc#transact} runs and in the
 * listeners that are told about it; after that the document uses the object again for another transaction.
 */
public final class Transaction {

    final YDoc doc;

    /** Tells this transaction from all others of the document. */
    int number;

    /** What was deleted so far. */
    final Deletions deletions = new Deletions();

    /** Types whose list or keys changed, each once. */
    final List<Branch> changed = new ArrayList<>();

    private @Nullable Object origin;
    private boolean local;

    /** Whether structs were added, not only made longer. */
    boolean appended;

    private ClientStructs[] touched = new ClientStructs[2];
    private int[] before = new int[2];
    private int[] after = new int[2];
    private int touchedCount;
    private final IntList mergeClients = new IntList();
    private final IntList mergeClocks = new IntList();

    Transaction(YDoc doc, @Nullable Object origin, boolean local, int number) {
        this.doc = doc;
        this.origin = origin;
        this.local = local;
        this.number = number;
    }

    /** Returns what the caller gave as the cause, or null. */
    public @Nullable Object origin() {
        return origin;
    }

    /** Returns whether the changes were made here, not received. */
    public boolean local() {
        return local;
    }

    /** Marks the changes as received, even if they arrive within a transaction that began here. */
    void markRemote() {
        local = false;
    }

    /** Returns the document. */
    public YDoc doc() {
        return doc;
    }

    /** Notes a client's state before the first struct that is added to it. */
    void touch(ClientStructs client) {
        if (client.touchedBy == number) {
            return;
        }
        client.touchedBy = number;
        client.touchIndex = touchedCount;
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, touchedCount * 2);
            before = Arrays.copyOf(before, touchedCount * 2);
            after = Arrays.copyOf(after, touchedCount * 2);
        }
        touched[touchedCount] = client;
        before[touchedCount++] = client.state;
    }

    /** Returns how many clients have new structs. */
    int touchedCount() {
        return touchedCount;
    }

    ClientStructs touched(int index) {
        return touched[index];
    }

    int before(int index) {
        return before[index];
    }

    /** Returns the clock that a client's next struct had when the transaction began. */
    int stateBefore(ClientStructs client) {
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

    /** Remembers that a struct was cut at this clock, so that the parts are joined again at the end. */
    void tryMergeLater(ClientStructs client, int clock) {
        mergeClients.add(client.index);
        mergeClocks.add(clock);
    }

    int mergeCount() {
        return mergeClients.size();
    }

    ClientStructs mergeClient(int index) {
        return doc.store.clients.get(mergeClients.get(index));
    }

    int mergeClock(int index) {
        return mergeClocks.get(index);
    }

    /** Notes that a type changed, unless it is new or deleted itself. */
    void addChanged(StructStore store, Branch branch) {
        int item = branch.item;
        if (branch.changedBy != number
                && (item == StructStore.NONE
                        || !store.isDeleted(item) && store.clock[item] < stateBefore(store.owner(item)))) {
            branch.changedBy = number;
            changed.add(branch);
        }
    }

    /** Ends the changes: brings the deletions into order and notes the states that were reached. */
    void close() {
        deletions.sortAndMerge();
        for (int i = 0; i < touchedCount; i++) {
            after[i] = touched[i].state;
        }
    }

    /** Returns the state that a touched client had when the changes ended. */
    int after(int index) {
        return after[index];
    }

    /** Makes this a new transaction that keeps the memory of the old one, which has ended. */
    void reuse(int newNumber, @Nullable Object newOrigin, boolean newLocal) {
        number = newNumber;
        origin = newOrigin;
        local = newLocal;
        if (!deletions.isEmpty()) {
            deletions.clear();
        }
        changed.clear();
        appended = false;
        touchedCount = 0;
        mergeClients.clear();
        mergeClocks.clear();
    }
}
