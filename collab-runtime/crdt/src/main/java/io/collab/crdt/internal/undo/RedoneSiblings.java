package io.collab.crdt.internal.undo;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which items of one list were brought back into another one, in the order of the list. It is made when a walk over those
 * that were not would be long, and holds as long as nothing in the list is cut.
 */
final class RedoneSiblings {

    private final Map<Integer, Integer> places = new HashMap<>();
    private final NavigableMap<Integer, Integer> redone = new TreeMap<>();

    /**
     * Takes in a list.
     *
     * @param into the type into which its items are brought back
     */
    RedoneSiblings(StructStore store, int first, Branch into) {
        for (int slot = first; slot != NONE; slot = store.right[slot]) {
            places.put(slot, places.size());
            if (isInside(store, slot, into)) {
                add(slot);
            }
        }
    }

    /** Notes that an item was brought back. */
    void add(int slot) {
        Integer place = places.get(slot);
        if (place != null) {
            redone.put(place, slot);
        }
    }

    /** Returns the nearest item that was brought back, to the left or to the right of another one, or NONE. */
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
