package io.collab.crdt.internal.store;

import static io.collab.crdt.internal.store.StructStore.NONE;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items that many clients inserted at the same position concurrently. They have the same origins; they follow their
 * left origin and one another directly, in ascending order of client ids, one item per client. A binary search
 * therefore finds the position of a further sibling without the walk of the YATA algorithm.
 *
 * <p>The siblings are known up to some item, after which further ones may follow. An item that is inserted between two
 * of them, or a change of one of them, truncates the known siblings at that point.
 */
public final class ConcurrentSiblings {

    /**
     * The number of steps of a walk after which siblings are collected, and the minimum number of siblings that are
     * kept.
     */
    public static final int MANY = 32;

    private final StructStore store;
    private final Origins origins;
    private int[] slots = new int[2 * MANY];
    private int count;

    /** The common fields of siblings of one type. */
    record Origins(@Nullable String key, int originClient, int originClock, int rightClient, int rightClock) {

        static Origins of(StructStore store, int slot) {
            int origin = store.originClient[slot];
            int right = store.rightClient[slot];
            return new Origins(
                    store.key.get(slot),
                    origin,
                    origin == NONE ? 0 : store.originClock[slot],
                    right,
                    right == NONE ? 0 : store.rightClock[slot]);
        }
    }

    /**
     * Collects the siblings with these origins.
     *
     * @param first the item after their left origin
     */
    ConcurrentSiblings(StructStore store, Origins origins, int first) {
        this.store = store;
        this.origins = origins;
        extend(first);
    }

    int count() {
        return count;
    }

    public int get(int index) {
        return slots[index];
    }

    /** Returns the number of siblings with a lower client id; these are the first ones. */
    public int countBelow(long id) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (idOf(slots[middle]) < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the index of an item among the siblings, or NONE. */
    public int indexOf(int slot) {
        int index = countBelow(idOf(slot));
        return index < count && slots[index] == slot ? index : NONE;
    }

    /** Adds the siblings that follow the last known one. */
    void extend() {
        extend(store.right[slots[count - 1]]);
    }

    private void extend(int from) {
        int next = from;
        while (next != NONE
                && (count == 0 || idOf(slots[count - 1]) < idOf(next))
                && Origins.of(store, next).equals(origins)) {
            insert(count, next);
            next = store.right[next];
        }
    }

    /**
     * Adds an item with these origins if it was linked directly before or after one of the siblings.
     *
     * @return whether another sibling follows it now
     */
    boolean join(int slot) {
        int index = countBelow(idOf(slot));
        boolean last = index == count;
        boolean joins = last
                ? store.left[slot] == slots[index - 1]
                : store.right[slot] == slots[index] && idOf(slots[index]) != idOf(slot);
        if (joins) {
            insert(index, slot);
        }
        return joins && !last;
    }

    /** Returns a description of an inconsistency, or null. For tests. */
    @Nullable
    String flaw(Branch in) {
        int origin = origins.originClient;
        int before = origin == NONE ? NONE : store.clients.get(origin).locate(origins.originClock);
        int next = before != NONE ? store.right[before] : origins.key == null ? in.start : in.first(store, origins.key);
        for (int i = 0; i < count; i++) {
            if (slots[i] != next
                    || store.parent[next] != in
                    || !Origins.of(store, next).equals(origins)) {
                return "sibling " + i + " of " + count + " is another item";
            }
            if (i > 0 && idOf(slots[i - 1]) >= idOf(next)) {
                return "sibling " + i + " is out of order";
            }
            next = store.right[next];
        }
        return count == 0 ? "no siblings" : null;
    }

    /** Truncates the siblings before an item, if it is one of them. */
    void cut(int slot) {
        int index = indexOf(slot);
        if (index != NONE) {
            count = index;
        }
    }

    private void insert(int index, int slot) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, 2 * count);
        }
        System.arraycopy(slots, index, slots, index + 1, count - index);
        slots[index] = slot;
        count++;
    }

    private long idOf(int slot) {
        return store.owner(slot).id;
    }
}
