package io.collab.crdt.internal.integration;

import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import org.jspecify.annotations.Nullable;

/** Applies received deletions. */
final class DeletionIntegrator {

    private final Integrator integrator;
    private final StructStore store;

    DeletionIntegrator(Integrator integrator) {
        this.integrator = integrator;
        this.store = integrator.store;
    }

    /** Deletes existing structs; returns the deletions of missing structs, or null if there are none. */
    @Nullable
    DeleteSet apply(TransactionRecord transaction, IncomingUpdate in) {
        DeleteSet unapplied = null;
        for (int i = 0; i < in.deletions; i++) {
            unapplied = apply(transaction, in.deletedClient[i], in.deletedFrom[i], in.deletedTo[i], unapplied);
        }
        return unapplied;
    }

    /** Deletes existing structs; returns the deletions of missing structs, or null if there are none. */
    @Nullable
    DeleteSet apply(TransactionRecord transaction, DeleteSet deletions) {
        DeleteSet unapplied = null;
        for (long id : deletions.clients()) {
            Ranges ranges = deletions.ranges(id);
            for (int i = 0; ranges != null && i < ranges.size(); i++) {
                unapplied = apply(transaction, id, (int) ranges.clock(i), (int) ranges.end(i), unapplied);
            }
        }
        return unapplied;
    }

    private @Nullable DeleteSet apply(
            TransactionRecord transaction, long id, int from, int to, @Nullable DeleteSet unapplied) {
        ClientStructs client = store.clients.find(id);
        int state = client == null ? 0 : client.state;
        if (client != null && from < state) {
            apply(transaction, client, from, to);
        }
        if (to <= state) {
            return unapplied;
        }
        DeleteSet rest = unapplied == null ? new DeleteSet() : unapplied;
        int begin = Math.max(from, state);
        rest.add(id, begin, to - begin);
        return rest;
    }

    /** Deletes a range of existing structs. */
    void apply(TransactionRecord transaction, ClientStructs client, int from, int to) {
        int slot = client.locate(from);
        if (!store.isDeleted(slot)) {
            boolean done = store.clock[slot] == from
                    ? integrator.deleteStart(transaction, slot, to - from)
                    : store.lastClock(slot) == to - 1 && integrator.deleteEnd(transaction, slot, to - from);
            if (done) {
                return;
            }
            slot = store.cleanStart(transaction, client, from);
        }
        while (store.clock[slot] < to) {
            int begin = store.clock[slot];
            if (!store.isDeleted(slot)) {
                if (to < begin + store.length[slot]) {
                    store.cleanEnd(transaction, client, to - 1);
                }
                integrator.delete(transaction, slot);
            }
            client.locate(begin);
            if (!client.moveRight()) {
                return;
            }
            slot = client.current();
        }
    }
}
