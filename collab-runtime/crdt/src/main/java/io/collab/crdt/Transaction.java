package io.collab.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** The changed types and keys as they came, for observers; null is the list. */
    private final List<Branch> changedTypes = new ArrayList<>();

    private final List<@Nullable String> changedKeys = new ArrayList<>();
    private @Nullable Branch lastChangedType;
    private @Nullable String lastChangedKey;
    private @Nullable Changes changes;
    private @Nullable EventDispatch dispatch;
    private @Nullable SubdocumentChanges subdocuments;

    /** Subdocuments that went, each of which has a transaction of its own in place of this one. */
    private List<YSubdocument> departed = List.of();

    private @Nullable Map<Object, Object> meta;
    private @Nullable Object origin;
    private boolean local;

    /** Whether structs were added, deleted or cut: not only made longer or their borders moved. */
    boolean mayMerge;

    /** Whether something deleted is one already with deleted text beside it. */
    boolean movedBorders;

    /** Whether nobody observes it, nor can begin to while it runs. */
    boolean unseen;

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

    /** Returns notes that listeners leave for one another. */
    public Map<Object, Object> meta() {
        if (meta == null) {
            meta = new HashMap<>();
        }
        return meta;
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

    /**
     * Notes that a type changed, unless it is new or deleted itself.
     *
     * @param key the key that changed, or null for the list
     */
    void addChanged(StructStore store, Branch branch, @Nullable String key) {
        int item = branch.item;
        if (branch.changedBy != number) {
            if (item != StructStore.NONE
                    && (store.isDeleted(item) || store.clock[item] >= stateBefore(store.owner(item)))) {
                return;
            }
            branch.changedBy = number;
            changed.add(branch);
        }
        if (!unseen && (branch != lastChangedType || key != lastChangedKey)) {
            lastChangedType = branch;
            lastChangedKey = key;
            changedTypes.add(branch);
            changedKeys.add(key);
        }
    }

    /** Returns whether something was added or deleted before this transaction was closed. */
    boolean hasContent() {
        boolean added = !deletions.isEmpty();
        for (int i = 0; i < touchedCount && !added; i++) {
            added = before[i] != after[i];
        }
        return added;
    }

    /** Returns whether a client has structs now that it had not when this transaction began. */
    boolean isAhead(int index) {
        return touched[index].state != before[index];
    }

    /** Returns whether a client's structs were added. */
    boolean changes(long client) {
        for (int i = 0; i < touchedCount; i++) {
            if (touched[i].id == client) {
                return before[i] != after[i];
            }
        }
        return false;
    }

    /**
     * Returns whether a type or something in it changed; for listeners that are called after the observers of types.
     *
     * @param type a type of the document
     */
    public boolean isChanged(YType type) {
        return isChanged(type.branch());
    }

    boolean isChanged(Branch branch) {
        return dispatch != null && dispatch.isChanged(branch);
    }

    void setDispatch(EventDispatch calledObservers) {
        dispatch = calledObservers;
    }

    /** Returns what happens to subdocuments. */
    SubdocumentChanges subdocuments() {
        if (subdocuments == null) {
            subdocuments = new SubdocumentChanges();
        }
        return subdocuments;
    }

    @Nullable
    SubdocumentChanges changedSubdocuments() {
        return subdocuments == null || subdocuments.isEmpty() ? null : subdocuments;
    }

    List<YSubdocument> departed() {
        return departed;
    }

    void setDeparted(List<YSubdocument> gone) {
        departed = gone;
    }

    /** Ends the changes: brings the deletions into order and notes the states that were reached. */
    void close() {
        deletions.sortAndMerge();
        for (int i = 0; i < touchedCount; i++) {
            after[i] = touched[i].state;
        }
    }

    /** Adds what transactions added that began after this one: as long as this one is at work, Yjs counts it in. */
    void addLater(List<Transaction> later) {
        Set<ClientStructs> known = null;
        for (Transaction other : later) {
            for (int i = 0; i < other.touchedCount; i++) {
                if (known == null) {
                    known = new HashSet<>(Arrays.asList(touched).subList(0, touchedCount));
                }
                if (known.add(other.touched[i])) {
                    mayMerge |= other.mayMerge;
                    addTouched(other.touched[i], other.before[i]);
                }
            }
        }
    }

    /** Gathers what observers are told; must be called when the transaction is closed, before anything else changes. */
    void gatherChanges() {
        changes = new Changes(doc.store, this, changedTypes, changedKeys);
    }

    /** Returns what observers are told. */
    Changes changes() {
        Changes gathered = changes;
        if (gathered == null) {
            throw new IllegalStateException("nobody observed the transaction");
        }
        return gathered;
    }

    /** Returns the state that a touched client had when the changes ended. */
    int after(int index) {
        return after[index];
    }

    /** Makes this a new transaction that keeps the memory of the old one, which has ended. */
    void reuse(int newNumber, @Nullable Object newOrigin, boolean newLocal, boolean newUnseen) {
        number = newNumber;
        origin = newOrigin;
        local = newLocal;
        unseen = newUnseen;
        changedTypes.clear();
        changedKeys.clear();
        lastChangedType = null;
        lastChangedKey = null;
        changes = null;
        dispatch = null;
        meta = null;
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
