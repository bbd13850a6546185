package io.collab.crdt.internal.integration;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.buffer.IntList;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.RootTypes;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.UpdateFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fast path for a whole state and an empty document, as when a document is opened. Structs are decoded directly
 * into the store's columns, where those of a client are consecutive, so that an origin is found by a search in one
 * column; then they are linked in the order in which {@link UpdateIntegrator} integrates them.
 *
 * <p>It accepts states in which nothing is missing, no struct must be cut and no garbage affects other structs. For any
 * other update, malformed ones included, the store is cleared again and the update is integrated struct by struct.
 */
final class StateLoader implements StructCursor.DeletionSink {

    /** The minimum size of an update in bytes for this path. */
    static final int MIN_BYTES = 1024;

    private static final int DELETION_FIELDS = 3;

    /** The number of steps from a guessed slot after which a binary search is used. */
    private static final int MAX_STEPS = 8;

    /**
     * The info of a struct that arrives deleted: it has no content to collect, so it is not recorded in the
     * transaction.
     */
    private static final int GONE = StructCursor.DELETED | StructStore.DELETED;

    private final Integrator integrator;
    private final RootTypes roots;
    private final DeletionIntegrator deletionIntegrator;
    private final StructStore store;
    private final StructCursor cursor;
    private final ContentReader content;
    private final IntList sections = new IntList();
    private final IntList linkOrder = new IntList();

    /** Per client: its first slot, the slot after its last one, the next slot to be ordered. */
    private int[] from = new int[4];

    private int[] to = new int[4];
    private int[] next = new int[4];

    /**
     * Per struct without origins: offset of the root's name, client and clock or slot of the parent, offset of the key.
     */
    private final IntList orphans = new IntList();

    private final IntList deletions = new IntList();
    private @Nullable ClientStructs section;
    private int mapped = NONE;
    private int[] map = {};
    private int shift;

    StateLoader(Integrator integrator, RootTypes roots, DeletionIntegrator deletionIntegrator) {
        this.integrator = integrator;
        this.roots = roots;
        this.deletionIntegrator = deletionIntegrator;
        this.store = integrator.store;
        this.content = new ContentReader(store);
        this.cursor = new StructCursor(IncomingUpdate.EMPTY, DecodeLimits.TRUSTED);
    }

    /** Decodes the update into the store; returns false, with the store cleared, if this path does not apply. */
    boolean read(byte[] update, UpdateFormat format) {
        boolean done = false;
        try {
            cursor.reset(update, DecodeLimits.TRUSTED, format);
            done = readStructs() && sections.size() > 0 && readDeletions() && resolve() && order();
        } finally {
            if (!done) {
                store.clear();
            }
        }
        return done;
    }

    /** Returns the update that was read; unfolded if its format is 2. */
    byte[] bytes() {
        return cursor.array();
    }

    /** Links all structs that were read, as a received change without observers. */
    void link(TransactionRecord transaction) {
        transaction.local = false;
        int count = store.used();
        for (int i = 0; i < count; i++) {
            link(transaction, linkOrder.size() == 0 ? i : linkOrder.get(i));
        }
        applyDeletions(transaction);
        transaction.mayMerge = !transaction.deletions.isEmpty() || hasMergeable();
        for (int i = 0; i < sections.size(); i++) {
            store.clients.get(sections.get(i)).text().trim();
        }
    }

    private boolean readStructs() {
        while (cursor.next()) {
            boolean opens = section == null || section.id != cursor.client();
            if (opens) {
                section = openSection();
            }
            if (opens && cursor.clock() != 0 || cursor.content() == StructCursor.SKIP) {
                return false;
            }
            readStruct(section.index);
        }
        return true;
    }

    // a method of its own, as are the others called once per struct: a loop that runs once is interpreted to its end
    private void readStruct(int client) {
        IncomingUpdate.requireFits(cursor);
        store.expect(1L + cursor.structsLeft());
        int slot = store.allocate();
        store.client[slot] = client;
        store.clock[slot] = (int) cursor.clock();
        store.length[slot] = (int) cursor.length();
        store.info[slot] = (byte) (cursor.content() == StructCursor.DELETED ? GONE : cursor.content());
        if (cursor.content() == StructCursor.GC) {
            store.makeGc(slot);
        } else {
            readItem(slot);
        }
        to[client] = slot + 1;
    }

    private ClientStructs openSection() {
        ClientStructs client = store.clients.intern(cursor.client());
        sections.add(client.index);
        int count = store.clients.count();
        if (count > from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
            next = Arrays.copyOf(next, 2 * count);
        }
        from[client.index] = store.used();
        next[client.index] = store.used();
        return client;
    }

    private void readItem(int slot) {
        content.read(cursor, cursor.contentAt(), slot, 0);
        if (cursor.originClient() != StructCursor.NONE) {
            store.originClient[slot] = indexOf(cursor.originClient(), slot);
            store.originClock[slot] = (int) cursor.originClock();
        }
        if (cursor.rightClient() != StructCursor.NONE) {
            store.rightClient[slot] = indexOf(cursor.rightClient(), slot);
            store.rightClock[slot] = (int) cursor.rightClock();
        }
        if (isOrphan(slot)) {
            store.right[slot] = orphans.size();
            orphans.add(cursor.rootAt());
            orphans.add(cursor.rootAt() >= 0 ? NONE : store.clients.intern(cursor.parentClient()).index);
            orphans.add(cursor.rootAt() >= 0 ? NONE : (int) cursor.parentClock());
            orphans.add(cursor.keyAt());
        }
    }

    private int indexOf(long id, int slot) {
        return id == cursor.client() ? store.client[slot] : store.clients.intern(id).index;
    }

    /**
     * Returns whether a struct has no origins; until it is linked, its right neighbour is an index into
     * {@link #orphans}.
     */
    private boolean isOrphan(int slot) {
        return store.originClient[slot] == NONE && store.rightClient[slot] == NONE;
    }

    private boolean readDeletions() {
        cursor.readDeletions(this);
        for (int i = 0; i < deletions.size(); i += DELETION_FIELDS) {
            if (deletions.get(i) == NONE || deletions.get(i + 2) > end(deletions.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void add(long client, long clock, long length) {
        ClientStructs of = store.clients.find(client);
        deletions.add(of == null ? NONE : of.index);
        deletions.add((int) Math.min(clock, Integer.MAX_VALUE));
        deletions.add((int) Math.min(clock + length, Integer.MAX_VALUE));
    }

    /** Returns the clock after the last struct of a client. */
    private int end(int client) {
        int last = client < to.length ? to[client] - 1 : NONE;
        return last == NONE ? 0 : store.clock[last] + store.length[last];
    }

    /** Finds the neighbours and parents of all structs. */
    private boolean resolve() {
        mapClocks();
        for (int slot = 0; slot < store.used(); slot++) {
            if (!store.isGc(slot) && !(isOrphan(slot) ? resolveOrphan(slot) : resolveNeighbours(slot))) {
                return false;
            }
        }
        return true;
    }

    private boolean resolveNeighbours(int slot) {
        if (store.originClient[slot] != NONE) {
            int left =
                    store.originClient[slot] == store.client[slot] && store.originClock[slot] + 1 == store.clock[slot]
                            ? slot - 1
                            : find(store.originClient[slot], store.originClock[slot]);
            if (left == NONE || store.lastClock(left) != store.originClock[slot] || store.isGc(left)) {
                return false;
            }
            store.left[slot] = left;
        }
        if (store.rightClient[slot] != NONE) {
            int right = findRight(slot, store.left[slot]);
            if (right == NONE || store.clock[right] != store.rightClock[slot] || store.isGc(right)) {
                return false;
            }
            store.right[slot] = right;
        }
        return true;
    }

    /** Returns the slot that contains the right origin: usually that of its left neighbour, or the slot after it. */
    private int findRight(int slot, int left) {
        int client = store.rightClient[slot];
        int clock = store.rightClock[slot];
        if (left != NONE) {
            if (store.rightClient[left] == client && store.rightClock[left] == clock && store.right[left] != NONE) {
                return store.right[left];
            }
            if (store.client[left] == client && left + 1 < to[client] && store.clock[left + 1] == clock) {
                return left + 1;
            }
        }
        return find(client, clock);
    }

    private boolean resolveOrphan(int slot) {
        int orphan = store.right[slot];
        if (orphans.get(orphan) >= 0) {
            return true;
        }
        int parent = find(orphans.get(orphan + 1), orphans.get(orphan + 2));
        orphans.set(orphan + 2, parent);
        return parent != NONE && store.content(parent) == StructCursor.TYPE;
    }

    /** Returns the slot that contains an id, or NONE. */
    private int find(int client, int clock) {
        if (clock >= end(client)) {
            return NONE;
        }
        int slot = client == mapped ? map[clock >>> shift] : from[client];
        for (int steps = 0; steps < MAX_STEPS; steps++) {
            if (clock <= store.lastClock(slot)) {
                return slot;
            }
            slot++;
        }
        return search(slot, to[client], clock);
    }

    /** Returns the last slot of a range that does not start after a clock. */
    private int search(int first, int end, int clock) {
        int low = first;
        for (int left = end - low; left > 1; left -= left >>> 1) {
            int middle = low + (left >>> 1);
            low = store.clock[middle] <= clock ? middle : low;
        }
        return low;
    }

    /**
     * Records the slots of evenly spaced clocks of the client with the most structs, about as many clocks as structs:
     * an exact or nearly exact guess makes a search unnecessary.
     */
    private void mapClocks() {
        int most = 0;
        for (int i = 0; i < sections.size(); i++) {
            int client = sections.get(i);
            if (to[client] - from[client] > most) {
                most = to[client] - from[client];
                mapped = client;
            }
        }
        while (end(mapped) >>> shift > most) {
            shift++;
        }
        map = new int[(end(mapped) >>> shift) + 1];
        int at = 0;
        for (int slot = from[mapped]; slot < to[mapped]; slot++) {
            while (at < map.length && (long) at << shift <= store.lastClock(slot)) {
                map[at++] = slot;
            }
        }
    }

    /**
     * Orders the structs so that each one follows all structs it refers to; returns false if there is no such order.
     * The structs of one client are in order already.
     */
    private boolean order() {
        if (sections.size() == 1) {
            return true;
        }
        IntList unordered = new IntList();
        for (ClientStructs client : store.clients.descending()) {
            int index = client.index;
            while (index < to.length && next[index] < to[index]) {
                if (!order(next[index]++, unordered)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Adds a struct to the order, after everything it refers to. */
    private boolean order(int struct, IntList unordered) {
        int slot = struct;
        while (slot != NONE) {
            int first = required(slot);
            if (first == NONE) {
                linkOrder.add(slot);
                slot = unordered.size() > 0 ? unordered.removeLast() : NONE;
            } else if (next[first] == to[first]) {
                return false;
            } else {
                unordered.add(slot);
                slot = next[first]++;
            }
        }
        return true;
    }

    /** Returns a client to which a struct refers and whose struct is not in the order yet, or NONE. */
    private int required(int slot) {
        if (store.isGc(slot)) {
            return NONE;
        }
        int own = store.client[slot];
        if (isOrphan(slot)) {
            int parent = orphans.get(store.right[slot] + 2);
            return parent == NONE || isOrdered(parent, own) ? NONE : store.client[parent];
        }
        int left = store.left[slot];
        if (left != NONE && !isOrdered(left, own)) {
            return store.client[left];
        }
        int right = store.right[slot];
        return right == NONE || isOrdered(right, own) ? NONE : store.client[right];
    }

    private boolean isOrdered(int slot, int own) {
        int client = store.client[slot];
        return client == own || slot < next[client];
    }

    private void link(TransactionRecord transaction, int slot) {
        int client = store.client[slot];
        if (slot == from[client]) {
            ClientStructs owner = store.clients.get(client);
            store.announce(transaction, owner);
            owner.fill(slot, to[client], store.clock, end(client));
        }
        if (store.isGc(slot)) {
            return;
        }
        int left = store.left[slot];
        int right = store.right[slot];
        if (isOrphan(slot)) {
            adopt(slot, right);
            right = NONE;
        } else {
            int sibling = left != NONE ? left : right;
            store.parent[slot] = store.parent[sibling];
            store.key.set(slot, store.key.get(sibling));
        }
        integrator.put(transaction, slot, integrator.findPlace(slot, left, right));
    }

    private void adopt(int slot, int orphan) {
        int root = orphans.get(orphan);
        int key = orphans.get(orphan + 3);
        store.parent[slot] = root >= 0
                ? roots.get(ContentReader.decoderAt(cursor, root).readVarString())
                : store.branch(orphans.get(orphan + 2));
        store.key.set(
                slot,
                key < 0
                        ? null
                        : store.intern(ContentReader.decoderAt(cursor, key).readVarString()));
    }

    private void applyDeletions(TransactionRecord transaction) {
        for (int i = 0; i < deletions.size(); i += DELETION_FIELDS) {
            ClientStructs client = store.clients.get(deletions.get(i));
            int begin = deletions.get(i + 1);
            int end = deletions.get(i + 2);
            if (!transaction.deletions.isEmpty() || !isDeleted(client.index, begin, end)) {
                deletionIntegrator.apply(transaction, client, begin, end);
            }
        }
    }

    /** Returns whether a range is deleted already; valid only while no struct was cut. */
    private boolean isDeleted(int client, int begin, int end) {
        int slot = find(client, begin);
        while (slot < to[client] && store.clock[slot] < end && store.isDeleted(slot)) {
            slot++;
        }
        return slot == to[client] || store.clock[slot] >= end;
    }

    private boolean hasMergeable() {
        for (int i = 0; i < sections.size(); i++) {
            int client = sections.get(i);
            for (int slot = from[client] + 1; slot < to[client]; slot++) {
                if (store.isMergeable(slot - 1, slot)) {
                    return true;
                }
            }
        }
        return false;
    }
}
