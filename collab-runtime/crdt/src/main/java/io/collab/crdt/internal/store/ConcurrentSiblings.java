package io.collab.crdt.internal.store;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.integration.Integrator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items that many clients put at one place at the same time. They have the same origins, and they stand directly behind
 * their left one and behind one another, by ascending client ids, each client once. So where among them a further one
 * goes is a binary search instead of a walk; see {@link Integrator}.
 *
 * <p>They are known up to some item, behind which there may be more. What comes between two of them, or changes one of
 * them, has to end them there.
 */
public final class ConcurrentSiblings {

    /** So many steps of a walk make it worth knowing them, and so many have to be known. */
    public static final int MANY = 32;

    private final StructStore store;
    private final Origins origins;
    private int[] slots = new int[2 * MANY];
    private int count;

    /** What siblings have in common, besides their type. */
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
     * Finds the siblings with these origins.
     *
     * @param first what stands behind their left origin
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

    /** Returns how many have a client id below this one; they are the first. */
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

    /** Returns which one an item is, or NONE. */
    public int indexOf(int slot) {
        int index = countBelow(idOf(slot));
        return index < count && slots[index] == slot ? index : NONE;
    }

    /** Adds those that follow. */
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
     * Adds an item that has their origins, if it was put directly before or behind one of them.
     *
     * @return whether it is now before another one
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

    /** Returns what is wrong with what is known, or null. */
    @Nullable
    String flaw(Branch in) {
        int origin = origins.originClient;
        int before = origin == NONE ? NONE : store.clients.get(origin).locate(origins.originClock);
        int next = before != NONE ? store.right[before] : origins.key == null ? in.start : in.first(store, origins.key);
        for (int i = 0; i < count; i++) {
            if (slots[i] != next
                    || store.parent[next] != in
                    || !Origins.of(store, next).equals(origins)) {
                return "sibling " + i + " of " + count + " is another one";
            }
            if (i > 0 && idOf(slots[i - 1]) >= idOf(next)) {
                return "sibling " + i + " is out of order";
            }
            next = store.right[next];
        }
        return count == 0 ? "no siblings" : null;
    }

    /** Ends them before an item, if it is one of them. */
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
