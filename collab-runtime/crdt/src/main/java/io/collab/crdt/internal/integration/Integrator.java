package io.collab.crdt.internal.integration;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.ConcurrentSiblings;
import io.collab.crdt.internal.store.NewType;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Integrates structs at their positions (the YATA algorithm: Nicolaescu et al., "Near Real-Time Peer-to-Peer Shared
 * Editing on Extensible Data Types", 2016, in the variant of Yjs) and deletes structs. Not thread-safe.
 */
public final class Integrator {

    public final StructStore store;
    final boolean gc;
    private int[] seen = new int[0];
    private int stamp;

    public Integrator(StructStore store, boolean gc) {
        this.store = store;
        this.gc = gc;
    }

    /**
     * Returns the struct after which another one is to be linked, or NONE.
     *
     * @param slot the struct; its parent and origins are set
     * @param left the struct that contains its left origin, or NONE
     * @param right the struct that contains its right origin, or NONE
     */
    public int findPlace(int slot, int left, int right) {
        boolean moved = left == NONE ? right == NONE || store.left[right] != NONE : store.right[left] != right;
        return moved ? walk(slot, left, right) : left;
    }

    /**
     * Links a struct whose columns are set, adds it to its client and deletes what it replaces.
     *
     * @param slot the struct; its parent is set
     * @param place the struct after which it is linked, or NONE
     */
    public void integrate(TransactionRecord transaction, int slot, int place) {
        store.append(transaction, slot);
        put(transaction, slot, place);
    }

    /** Links a struct that was added to its client before, and deletes what it replaces; see {@link #integrate}. */
    void put(TransactionRecord transaction, int slot, int place) {
        Branch parent = store.parentOf(slot);
        String key = store.key.get(slot);
        link(slot, place, parent, key);
        parent.cursor.reset();
        int next = store.right[slot];
        if (next != NONE) {
            store.left[next] = slot;
        } else if (key != null) {
            parent.setLast(key, slot);
            if (place != NONE) {
                delete(transaction, place);
            }
        }
        parent.linked(store, slot);
        if (key == null) {
            parent.length += store.visibleLength(slot);
            if (parent.index != null) {
                parent.index.added(slot);
            }
        }
        contentArrives(transaction, slot, parent);
        transaction.addChanged(parent, key);
        if (parent.item != NONE && store.isDeleted(parent.item) || key != null && next != NONE) {
            delete(transaction, slot);
        }
    }

    /** Deletes a struct and, if it is a type, its content. */
    public void delete(TransactionRecord transaction, int slot) {
        if (store.isDeleted(slot)) {
            return;
        }
        Branch parent = store.parentOf(slot);
        if (store.key.get(slot) == null) {
            leaveList(slot, parent);
        }
        parent.cursor.reset();
        markDeleted(transaction, slot);
        transaction.addChanged(parent, store.key.get(slot));
        contentLeaves(transaction, slot);
    }

    /**
     * Appends text of this document to a run instead of adding an item, if the item would be merged with the run at the
     * end of the transaction.
     *
     * @return false if it would not be merged; nothing is changed then
     */
    public boolean extend(TransactionRecord transaction, int run, int right, String text) {
        ClientStructs owner = store.owner(run);
        if (owner.id != store.clients.localId
                || owner.state - 1 != store.lastClock(run)
                || owner.state > Integer.MAX_VALUE - text.length()
                || !store.isOpenRun(run, right)) {
            return false;
        }
        transaction.touch(owner);
        owner.text().append(text);
        store.extendLast(owner, run, text.length());
        transaction.addChanged(store.parentOf(run), null);
        return true;
    }

    /** Deletes the first units of a run of text; see {@link #moveBorder}. */
    public boolean deleteStart(TransactionRecord transaction, int run, int units) {
        return moveBorder(transaction, run, store.left[run], units);
    }

    /** Deletes the last units of a run of text; see {@link #moveBorder}. */
    public boolean deleteEnd(TransactionRecord transaction, int run, int units) {
        return moveBorder(transaction, run, store.right[run], -units);
    }

    /**
     * Deletes an end of a run of text by moving its border to the deleted text beside it. Cutting, deleting, collecting
     * and merging have the same result at the end of the transaction; this needs no cut and no merge.
     *
     * @param gone the struct beside the run, or NONE
     * @param by number of units by which the border moves to the right; to the left if negative
     * @return false if the result would differ; nothing is changed then
     */
    private boolean moveBorder(TransactionRecord transaction, int run, int gone, int by) {
        int units = Math.abs(by);
        if (gone == NONE
                || store.info[run] != StructCursor.STRING
                || store.key.get(run) != null
                || units >= store.length[run]) {
            return false;
        }
        int earlier = by < 0 ? run : gone;
        int later = by < 0 ? gone : run;
        if (!store.isContinued(earlier, later) || !isDeletedLikewise(transaction, gone, earlier, later)) {
            return false;
        }
        Branch parent = store.parentOf(run);
        parent.cursor.reset();
        parent.length -= units;
        if (parent.index != null) {
            parent.index.resized(run, -units);
        }
        parent.endSiblings(store, later);
        ClientStructs owner = store.owner(run);
        owner.locate(store.clock[later]);
        store.moveBorder(earlier, later, by);
        int border = store.clock[later];
        owner.moveStart(border);
        transaction.deletions.add(owner, by < 0 ? border : border - units, units);
        transaction.tryMergeLater(owner, border);
        transaction.movedBorders = true;
        transaction.addChanged(parent, null);
        return true;
    }

    /**
     * Returns whether the deleted text beside a run is, or will be, in the same state as the units that are deleted
     * now. If an observer can exist before the transaction ends, that text must be deleted by the same transaction.
     */
    private boolean isDeletedLikewise(TransactionRecord transaction, int gone, int earlier, int later) {
        if (store.info[gone] == (StructCursor.DELETED | StructStore.DELETED)) {
            return gc && transaction.unobserved;
        }
        return store.info[gone] == (StructCursor.STRING | StructStore.DELETED)
                && store.content[earlier] + store.length[earlier] == store.content[later]
                && (!gc && transaction.unobserved
                        || transaction.deletions.isLastBeside(store.owner(gone), store.clock[later]));
    }

    private void leaveList(int slot, Branch parent) {
        int units = store.visibleLength(slot);
        parent.length -= units;
        if (parent.index != null) {
            if (units > 0) {
                parent.index.resized(slot, -units);
            } else {
                parent.index.marksChanged(slot);
            }
        }
    }

    private void link(int slot, int place, Branch parent, @Nullable String key) {
        store.left[slot] = place;
        if (place != NONE) {
            store.right[slot] = store.right[place];
            store.right[place] = slot;
        } else {
            store.right[slot] = next(NONE, parent, key);
            if (key == null) {
                parent.start = slot;
            }
        }
    }

    /*
     * Finds the position of `this` among items that were inserted concurrently between its left and right origin:
     *
     *     {origin} b b b {this} {c,b} {c,b} {right}
     *
     * c: conflicts with this; b: is located after this one's origin. Every c is a b.
     * case 1  o has the same origin: the lower client id is placed left. If o has the higher id and the same right
     *         origin too, nothing after o can precede this: stop.
     * case 2  o's origin is a b, so o belongs to it; if that is no longer a conflict, this is placed after o.
     * else    o's origin is left of this one's origin: everything from o on belongs there: stop.
     *
     * The two sets are stamps: an item is a b if it was stamped in this walk, and a c if it was stamped after the
     * conflicts were cleared last. Known siblings with lower ids are b and not c: the walk starts after them.
     */
    private int walk(int slot, int left, int right) {
        Branch parent = store.parentOf(slot);
        ConcurrentSiblings siblings = parent.siblings(store, slot);
        int passed = siblings == null ? 0 : siblings.countBelow(idOf(slot));
        int place = passed == 0 ? left : siblings.get(passed - 1);
        int first = next(place, parent, store.key.get(slot));
        int other = first;
        if (other == NONE || other == right) {
            return place;
        }
        int begin = nextStamps();
        int cleared = begin;
        while (other != NONE && other != right) {
            seen[other] = ++stamp;
            if (sameOrigin(slot, other)) {
                if (idOf(other) < idOf(slot)) {
                    place = other;
                    cleared = stamp;
                } else if (sameRight(slot, other)) {
                    break;
                }
            } else {
                int origin = originOf(other);
                if (origin == NONE || seen[origin] <= begin && !isAmong(siblings, passed, origin)) {
                    break;
                }
                if (seen[origin] <= cleared) {
                    place = other;
                    cleared = stamp;
                }
            }
            other = store.right[other];
        }
        if (stamp - begin >= ConcurrentSiblings.MANY) {
            parent.findSiblings(store, slot, first);
        }
        return place;
    }

    /** Returns whether an item is one of the first siblings. */
    private static boolean isAmong(@Nullable ConcurrentSiblings siblings, int count, int slot) {
        if (siblings == null) {
            return false;
        }
        int index = siblings.indexOf(slot);
        return index != NONE && index < count;
    }

    /** Returns the item after another one, or the first item if there is none. */
    private int next(int place, Branch parent, @Nullable String key) {
        if (place != NONE) {
            return store.right[place];
        }
        return key == null ? parent.start : parent.first(store, key);
    }

    /** Prepares the stamps of a walk; returns the value that all stamps of this walk exceed. */
    private int nextStamps() {
        if (seen.length < store.clock.length) {
            seen = Arrays.copyOf(seen, store.clock.length);
        }
        if (stamp > Integer.MAX_VALUE / 2) {
            Arrays.fill(seen, 0);
            stamp = 0;
        }
        return stamp;
    }

    private long idOf(int slot) {
        return store.owner(slot).id;
    }

    private boolean sameOrigin(int a, int b) {
        return store.originClient[a] == store.originClient[b]
                && (store.originClient[a] == NONE || store.originClock[a] == store.originClock[b]);
    }

    private boolean sameRight(int a, int b) {
        return store.rightClient[a] == store.rightClient[b]
                && (store.rightClient[a] == NONE || store.rightClock[a] == store.rightClock[b]);
    }

    private int originOf(int slot) {
        int client = store.originClient[slot];
        return client == NONE ? NONE : store.clients.get(client).locate(store.originClock[slot]);
    }

    private void markDeleted(TransactionRecord transaction, int slot) {
        store.info[slot] |= StructStore.DELETED;
        transaction.deletions.add(store.owner(slot), store.clock[slot], store.length[slot]);
        transaction.mayMerge = true;
    }

    private void contentArrives(TransactionRecord transaction, int slot, Branch parent) {
        switch (store.content(slot)) {
            case StructCursor.DELETED -> {
                if (!store.isDeleted(slot)) {
                    markDeleted(transaction, slot);
                }
            }
            case StructCursor.FORMAT -> {
                parent.hasFormatting = true;
                parent.hasMarks = true;
            }
            case StructCursor.DOC -> {
                Subdocument subdocument = (Subdocument) store.payloadOf(slot);
                subdocument.integrated(new StructStore.Id(store.owner(slot), store.clock[slot]), store.clients.localId);
                transaction.subdocuments().added(subdocument);
            }
            case StructCursor.TYPE -> {
                Object payload = store.payloadOf(slot);
                if (payload instanceof NewType created) {
                    store.payload.set(slot, created.branch());
                    created.branch().item = slot;
                    created.insertContent().accept(transaction);
                } else {
                    ((Branch) payload).item = slot;
                }
            }
            default -> {
                // other content needs no registration
            }
        }
    }

    /** A type whose content is being deleted: the rest of its list, then of its keys. */
    private final class Open {
        final Branch branch;
        private int next;
        private final Iterator<Integer> values;

        Open(Branch branch) {
            this.branch = branch;
            this.next = branch.start;
            this.values = branch.entries().values().iterator();
            branch.forgetPlaces();
        }

        int next() {
            int child = next;
            if (child == NONE) {
                return values.hasNext() ? values.next() : NONE;
            }
            next = store.right[child];
            return child;
        }
    }

    /** Deletes the content of a type, depth first: the order determines what is merged when the transaction ends. */
    private void contentLeaves(TransactionRecord transaction, int slot) {
        if (store.content(slot) == StructCursor.DOC) {
            transaction.subdocuments().deleted((Subdocument) store.payloadOf(slot));
        }
        if (store.content(slot) != StructCursor.TYPE) {
            return;
        }
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(store.branch(slot)));
        while (!open.isEmpty()) {
            Branch branch = open.element().branch;
            int child = open.element().next();
            if (child == NONE) {
                branch.changedBy = 0; // a deleted type is not reported as changed
                open.pop();
            } else if (deleteChild(transaction, branch, child)) {
                open.push(new Open(store.branch(child)));
            }
        }
    }

    /** Deletes an item of a deleted type; returns whether it is a type whose content must be deleted too. */
    private boolean deleteChild(TransactionRecord transaction, Branch parent, int child) {
        ClientStructs owner = store.owner(child);
        if (store.isDeleted(child)) {
            if (store.clock[child] < transaction.stateBefore(owner)) {
                // it may be merged with its neighbours after these are collected
                transaction.tryMergeLater(owner, store.clock[child]);
            }
            return false;
        }
        if (store.key.get(child) == null && store.isCountable(child)) {
            parent.length -= store.length[child];
        }
        markDeleted(transaction, child);
        if (store.content(child) == StructCursor.DOC) {
            transaction.subdocuments().deleted((Subdocument) store.payloadOf(child));
        }
        return store.content(child) == StructCursor.TYPE;
    }
}
