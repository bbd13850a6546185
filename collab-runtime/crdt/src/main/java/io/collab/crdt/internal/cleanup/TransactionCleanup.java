package io.collab.crdt.internal.cleanup;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.Deletions;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.Ranges;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The cleanup of the store at the end of a transaction: deleted content is collected and neighbours are merged into
 * runs. Which neighbours are tried is visible in encoded bytes, so exactly those are tried that Yjs tries, in its
 * order: around deletions, among new structs, and at cuts. The order of cuts matters: a cut inside a struct that was
 * merged before tries the end of that struct.
 */
public final class TransactionCleanup {

    private final StructStore store;

    public TransactionCleanup(StructStore store) {
        this.store = store;
    }

    /** Discards the content of deleted items; the items inside a deleted type become GC. */
    public void collectGarbage(TransactionRecord transaction) {
        Deletions deletions = transaction.deletions;
        for (int i = 0; i < deletions.clientCount(); i++) {
            ClientStructs client = deletions.client(i);
            Ranges ranges = deletions.ranges(i);
            for (int j = 0; j < ranges.size(); j++) {
                int slot = client.locate((int) ranges.clock(j));
                while (store.clock[slot] < ranges.end(j)) {
                    if (!store.isGc(slot) && store.isDeleted(slot) && !store.isKept(slot)) {
                        collect(slot);
                    }
                    if (!client.moveRight()) {
                        break;
                    }
                    slot = client.current();
                }
            }
        }
    }

    /** Tries to merge around deletions, among new structs and at cuts. */
    public void merge(TransactionRecord transaction) {
        mergeDeletions(transaction);
        for (int i = 0; i < transaction.touchedCount(); i++) {
            if (transaction.before(i) != transaction.after(i)) {
                mergeNew(transaction.touched(i), transaction.before(i));
            }
        }
        for (int i = transaction.mergeCount() - 1; i >= 0; i--) {
            mergeCut(transaction.mergeClient(i), transaction.mergeClock(i));
        }
    }

    private void collect(int slot) {
        if (store.content(slot) == StructCursor.TYPE) {
            Deque<Branch> open = new ArrayDeque<>();
            open.push(store.branch(slot));
            while (!open.isEmpty()) {
                collectChildren(open.pop(), open);
            }
        }
        forgetValues(slot);
        store.payload.set(slot, null);
        store.info[slot] = (byte) (store.info[slot] & ~StructStore.CONTENT | StructCursor.DELETED);
    }

    private void collectChildren(Branch branch, Deque<Branch> open) {
        int next;
        for (int child = branch.start; child != NONE; child = next) {
            next = store.right[child];
            collectChild(child, open);
        }
        for (int last : branch.entries().values()) {
            for (int child = last; child != NONE; child = next) {
                next = store.left[child];
                collectChild(child, open);
            }
        }
        branch.clear();
        branch.dead = true;
    }

    private void collectChild(int child, Deque<Branch> open) {
        if (store.content(child) == StructCursor.TYPE) {
            open.push(store.branch(child));
        }
        forgetValues(child);
        store.makeGc(child);
    }

    /** Releases the values of a run; their indices in the client's list stay because later offsets depend on them. */
    private void forgetValues(int slot) {
        int content = store.content(slot);
        if (content == StructCursor.ANY || content == StructCursor.JSON) {
            int first = store.content[slot];
            List<Any> values = store.owner(slot).values();
            for (int i = first; i < first + store.length[slot]; i++) {
                values.set(i, Any.UNDEFINED);
            }
        }
    }

    private void mergeDeletions(TransactionRecord transaction) {
        Deletions deletions = transaction.deletions;
        for (int i = 0; i < deletions.clientCount(); i++) {
            ClientStructs client = deletions.client(i);
            Ranges ranges = deletions.ranges(i);
            Ranges merged = transaction.movedBorders ? merged(client, ranges) : ranges;
            for (int j = ranges.size() - 1; j >= 0; j--) {
                client.locate((int) ranges.end(j) - 1);
                if (merged.end(j) == ranges.end(j)) {
                    client.moveRight();
                }
                mergeDownTo(client, (int) merged.clock(j));
            }
        }
    }

    /** Returns the ranges extended by the structs that contain their ends, before anything is merged here. */
    private Ranges merged(ClientStructs client, Ranges ranges) {
        Ranges result = new Ranges();
        for (int j = 0; j < ranges.size(); j++) {
            int end = store.lastClock(client.locate((int) ranges.end(j) - 1)) + 1;
            int begin = store.clock[client.locate((int) ranges.clock(j))];
            result.add(begin, end - begin);
        }
        return result;
    }

    private void mergeNew(ClientStructs client, int before) {
        int stop = store.clock[client.locate(before)];
        client.locate(client.state - 1);
        mergeDownTo(client, stop);
    }

    /** Merges to the left from the current struct on, as long as it starts at or after a clock. */
    private void mergeDownTo(ClientStructs client, int clock) {
        while (client.hasPrevious() && store.clock[client.current()] >= clock) {
            store.mergeWithLefts(client);
            if (!client.hasPrevious()) {
                return;
            }
            client.moveLeft();
        }
    }

    private void mergeCut(ClientStructs client, int clock) {
        client.locate(clock);
        if (client.moveRight()) {
            int vanished = store.mergeWithLefts(client);
            if (vanished > 1) {
                return;
            }
            if (vanished == 0) {
                client.moveLeft();
            }
        }
        store.mergeWithLefts(client);
    }
}
