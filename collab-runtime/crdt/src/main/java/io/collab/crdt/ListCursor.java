package io.collab.crdt;

import static io.collab.crdt.StructStore.NONE;

/**
 * A remembered place in a list: {@code index} visible units stand before the item in {@code slot}. Edits and reads tend
 * to stay near one another, so a search starts here or at the beginning, whichever is nearer. Changes from elsewhere
 * reset it; a merge moves it to the item that remains.
 */
final class ListCursor {

    int slot = NONE;
    int index;

    void reset() {
        slot = NONE;
        index = 0;
    }

    void set(int newSlot, int newIndex) {
        slot = newSlot;
        index = newIndex;
    }

    /** Moves to the item that holds the unit at an index, or to the last one if none does. The list is not empty. */
    void seek(StructStore store, Branch branch, int wanted) {
        int at = slot;
        int before = index;
        if (at == NONE || wanted < before >> 1) {
            at = branch.start;
            before = 0;
        }
        while (before > wanted) {
            at = store.left[at];
            before -= visibleLength(store, at);
        }
        int length = visibleLength(store, at);
        while (wanted >= before + length && store.right[at] != NONE) {
            before += length;
            at = store.right[at];
            length = visibleLength(store, at);
        }
        set(at, before);
    }

    private static int visibleLength(StructStore store, int slot) {
        return store.isVisible(slot) ? store.length[slot] : 0;
    }
}
