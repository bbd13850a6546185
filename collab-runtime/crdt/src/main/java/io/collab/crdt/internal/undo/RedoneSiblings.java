package io.collab.crdt.internal.undo;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The restored items of one list, in the order of the list. Created when a walk over the others would be long; valid
 * until an item of the list is cut.
 */
final class RedoneSiblings {

    private final Map<Integer, Integer> places = new HashMap<>();
    private final NavigableMap<Integer, Integer> redone = new TreeMap<>();

    /**
     * Collects the restored items of a list.
     *
     * @param into the type in which its items are restored
     */
    RedoneSiblings(StructStore store, int first, Branch into) {
        for (int slot = first; slot != NONE; slot = store.right[slot]) {
            places.put(slot, places.size());
            if (isInside(store, slot, into)) {
                add(slot);
            }
        }
    }

    /** Records that an item was restored. */
    void add(int slot) {
        Integer place = places.get(slot);
        if (place != null) {
            redone.put(place, slot);
        }
    }

    /** Returns the nearest restored item to the left or to the right of another one, or NONE. */
    int nearest(int slot, boolean right) {
        int place = places.getOrDefault(slot, NONE);
        Map.Entry<Integer, Integer> found = right ? redone.higherEntry(place) : redone.lowerEntry(place);
        return found == null ? NONE : found.getValue();
    }

    private static boolean isInside(StructStore store, int slot, Branch into) {
        int at = slot;
        while (store.parent[at] != null && store.parent[at].item != into.item) {
            StructStore.Id next = store.redone(at);
            if (next == null) {
                return false;
            }
            at = next.client().locate(next.clock());
        }
        return store.parent[at] != null;
    }
}
