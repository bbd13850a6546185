package io.collab.crdt;

import io.collab.crdt.internal.event.ObservedChanges;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.internal.store.TransactionRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group of changes that listeners receive as one. Valid while the function passed to {@link YDoc#transact} runs and
 * in the listeners that are called with it; the document reuses the object for a later transaction. Not thread-safe.
 */
public final class Transaction {

    /** The record of the changes. */
    final TransactionRecord record;

    private final YDoc doc;
    private final StructStore store;
    private @Nullable ObservedChanges changes;
    private @Nullable EventDispatch dispatch;

    /** Removed subdocuments; each gets a transaction of its own in place of this one. */
    private List<Subdocument> departed = List.of();

    private @Nullable Map<Object, Object> meta;
    private @Nullable Object origin;

    Transaction(YDoc doc, @Nullable Object origin, boolean local, int number) {
        this.doc = doc;
        this.store = doc.store;
        this.origin = origin;
        this.record = new TransactionRecord(store, local, number);
    }

    /** Returns the origin passed by the caller, or null. */
    public @Nullable Object origin() {
        return origin;
    }

    /** Returns whether the changes were made by this document, not received. */
    public boolean local() {
        return record.local;
    }

    /** Returns a mutable map in which listeners can leave data for one another. */
    public Map<Object, Object> meta() {
        if (meta == null) {
            meta = new HashMap<>();
        }
        return meta;
    }

    /** Returns the document. */
    public YDoc doc() {
        return doc;
    }

    /**
     * Returns whether a type or a type inside it changed; for listeners that are called after the observers of types.
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

    List<Subdocument> departed() {
        return departed;
    }

    void setDeparted(List<Subdocument> subdocuments) {
        departed = subdocuments;
    }

    /** Computes the data of events; must be called when the record is closed, before anything else changes. */
    void gatherChanges() {
        changes = new ObservedChanges(store, record);
    }

    /** Returns the data of events. */
    ObservedChanges changes() {
        ObservedChanges gathered = changes;
        if (gathered == null) {
            throw new IllegalStateException("the transaction has no observer");
        }
        return gathered;
    }

    /** Adds the changes of transactions that began later. */
    void addLater(List<Transaction> later) {
        Set<ClientStructs> known = null;
        for (Transaction other : later) {
            if (other.record.touchedCount() > 0) {
                known = known == null ? record.touchedClients() : known;
                record.addLater(other.record, known);
            }
        }
    }

    /** Makes this a new transaction; the memory of the ended one is reused. */
    void reuse(int number, @Nullable Object newOrigin, boolean local, boolean unobserved) {
        origin = newOrigin;
        record.reuse(number, local, unobserved);
        changes = null;
        dispatch = null;
        meta = null;
    }
}
