package io.collab.crdt;

import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;

/** Applies deletions from elsewhere. */
final class DeletionIntegrator {

    private final YDoc doc;
    private final StructStore store;
    private final Transaction transaction;

    DeletionIntegrator(YDoc doc, Transaction transaction) {
        this.doc = doc;
        this.store = doc.store;
        this.transaction = transaction;
    }

    /** Deletes what is there; returns the deletions whose structs are missing. */
    DeleteSet apply(DeleteSet deletions) {
        DeleteSet unapplied = new DeleteSet();
        for (long id : deletions.clients()) {
            ClientStructs client = store.clients.find(id);
            Ranges ranges = deletions.ranges(id);
            for (int i = 0; ranges != null && i < ranges.size(); i++) {
                int from = (int) ranges.clock(i);
                int to = (int) ranges.end(i);
                int state = client == null ? 0 : client.state;
                if (client == null || from >= state) {
                    unapplied.add(id, from, to - from);
                    continue;
                }
                if (state < to) {
                    unapplied.add(id, state, to - state);
                }
                apply(client, from, to);
            }
        }
        return unapplied;
    }

    private void apply(ClientStructs client, int from, int to) {
        int slot = client.locate(from);
        if (!store.isDeleted(slot)) {
            slot = store.cleanStart(transaction, client, from);
        }
        while (store.clock[slot] < to) {
            int begin = store.clock[slot];
            if (!store.isDeleted(slot)) {
                if (to < begin + store.length[slot]) {
                    store.cleanEnd(transaction, client, to - 1);
                }
                doc.integrator.delete(transaction, slot);
            }
            client.locate(begin);
            if (!client.moveRight()) {
                return;
            }
            slot = client.current();
        }
    }
}
