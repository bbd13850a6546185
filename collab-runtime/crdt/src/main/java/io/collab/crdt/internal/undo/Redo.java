package io.collab.crdt.internal.undo;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.buffer.IntList;
import io.collab.crdt.internal.editing.ItemFactory;
import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.StructCursor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Restores deleted items as new items at their old positions. An item inside a deleted type is restored in the type
 * that replaces it, which is restored first; not recursive because types may be nested deeply.
 */
final class Redo {

    /** The number of steps after which a walk over siblings uses {@link RedoneSiblings}. */
    private static final int FAR = 64;

    private final Integrator integrator;
    private final TransactionRecord transaction;
    private final StructStore store;
    private final Set<Integer> items;
    private final Predicate<StructStore.Id> undone;
    private final boolean overwrite;
    private final Map<Branch, RedoneSiblings> siblings = new HashMap<>();
    private int siblingsCuts;

    /**
     * Prepares the restoration of one step.
     *
     * @param items all items to be restored
     * @param undone whether the step inserted an id, or a step on one of the stacks deleted it
     * @param overwrite whether keys are restored that others changed later
     */
    Redo(
            Integrator integrator,
            TransactionRecord transaction,
            Set<Integer> items,
            Predicate<StructStore.Id> undone,
            boolean overwrite) {
        this.integrator = integrator;
        this.transaction = transaction;
        this.store = integrator.store;
        this.items = items;
        this.undone = undone;
        this.overwrite = overwrite;
    }

    /** Restores one item; returns whether it exists afterwards. */
    boolean redo(int item) {
        if (store.redone(item) != null) {
            next(item);
            return true;
        }
        IntList open = new IntList();
        open.add(item);
        int holder = store.parentOf(item).item;
        while (holder != NONE && store.isDeleted(holder) && store.redone(holder) == null) {
            if (!items.contains(holder)) {
                return false;
            }
            open.add(holder);
            holder = store.parentOf(holder).item;
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            if (!redoInside(open.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Restores one item in its type, which exists; returns whether that was possible. */
    private boolean redoInside(int item) {
        Branch parent = store.parentOf(item);
        int holder = parent.item;
        if (holder != NONE && store.isDeleted(holder)) {
            holder = last(holder);
            if (store.content(holder) != StructCursor.TYPE) {
                return false;
            }
            parent = store.branch(holder);
        }
        ItemFactory.Place place = store.key.get(item) == null ? placeInList(item, parent) : placeOfKey(item, parent);
        if (place == null) {
            return false;
        }
        new ItemFactory(integrator, transaction).copy(place, item);
        RedoneSiblings known = siblings.get(store.parentOf(item));
        if (known != null) {
            known.add(item);
        }
        return true;
    }

    private ItemFactory.Place placeInList(int item, Branch parent) {
        return new ItemFactory.Place(parent, nearest(item, parent, false), nearest(item, parent, true), null);
    }

    /** Returns the item that corresponds in a type to the nearest neighbour of an item, or NONE. */
    private int nearest(int item, Branch parent, boolean right) {
        int[] links = right ? store.right : store.left;
        int inside = right ? inside(item, parent) : NONE;
        int at = item;
        for (int steps = 0; inside == NONE && links[at] != NONE; steps++) {
            if (steps == FAR) {
                int neighbour = siblings(item, parent).nearest(item, right);
                return neighbour == NONE ? NONE : inside(neighbour, parent);
            }
            at = links[at];
            inside = inside(at, parent);
        }
        return inside;
    }

    private RedoneSiblings siblings(int item, Branch parent) {
        if (siblingsCuts != transaction.mergeCount()) {
            siblings.clear();
            siblingsCuts = transaction.mergeCount();
        }
        return siblings.computeIfAbsent(store.parentOf(item), list -> new RedoneSiblings(store, list.start, parent));
    }

    /** Returns the item, or the one that restored it, that is in a type; or NONE. */
    private int inside(int item, Branch parent) {
        int at = item;
        while (at != NONE && !isIn(at, parent)) {
            at = next(at);
        }
        return at;
    }

    private ItemFactory.@Nullable Place placeOfKey(int item, Branch parent) {
        String key = store.keyOf(item);
        int left;
        if (store.right[item] != NONE && !overwrite) {
            left = item;
            while (store.right[left] != NONE && isUndone(store.right[left])) {
                left = last(store.right[left]);
            }
            if (store.right[left] != NONE) {
                return null; // another client has set the key since
            }
        } else {
            left = parent.last(key);
        }
        if (left != NONE && !isIn(left, parent)) {
            left = parent.last(key);
        }
        return new ItemFactory.Place(parent, left, NONE, key);
    }

    /** Returns whether a later value of a key was removed by this manager, or is about to be. */
    private boolean isUndone(int item) {
        StructStore.Id id = new StructStore.Id(store.owner(item), store.clock[item]);
        return store.redone(item) != null || undone.test(id);
    }

    private boolean isIn(int item, Branch parent) {
        Branch of = store.parent[item];
        return of != null && of.item == parent.item;
    }

    /** Returns the item that restored this one, or NONE. */
    private int next(int item) {
        StructStore.Id by = store.redone(item);
        return by == null ? NONE : store.cleanStart(transaction, by.client(), by.clock());
    }

    /** Returns the item that restored this one last, or the item itself. */
    private int last(int item) {
        int at = item;
        for (int next = next(at); next != NONE; next = next(at)) {
            at = next;
        }
        return at;
    }
}
