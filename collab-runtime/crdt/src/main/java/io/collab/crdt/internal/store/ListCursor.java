package io.collab.crdt.internal.store;

import static io.collab.crdt.internal.store.StructStore.NONE;

/**
 * A remembered place in a list: {@code index} visible units stand before the item in {@code slot}. Edits and reads tend
 * to stay near one another, so a search walks from here if that is not far. Otherwise it asks the list's
 * {@link ListIndex}, which a long list gets when a walk was too long. Changes from elsewhere reset the cursor; a merge
 * moves it to the item that remains.
 */
public final class ListCursor {

    /** How many items a search in an indexed list walks over. */
    private static final int NEAR = 16;

    /** How many items a walk may take before the list gets an index. */
    public static final int FAR = 256;

    public int slot = NONE;
    public int index;

    public void reset() {
        slot = NONE;
        index = 0;
    }

    public void set(int newSlot, int newIndex) {
        slot = newSlot;
        index = newIndex;
    }

    /** Moves to the item that holds the unit at an index, or to the last one if none does. The list is not empty. */
    public void seek(StructStore store, Branch branch, int wanted) {
        boolean indexed = branch.index != null;
        if (!indexed && (slot == NONE || wanted < index >> 1)) {
            set(branch.start, 0);
        }
        if (slot == NONE || !walk(store, wanted, indexed ? NEAR : FAR)) {
            branch.index(store).seek(wanted, this);
        }
    }

    /** Walks to a place; returns whether it got there within a number of steps. */
    private boolean walk(StructStore store, int wanted, int most) {
        int at = slot;
        int before = index;
        int steps = 0;
        while (before > wanted && steps++ < most) {
            at = store.left[at];
            before -= store.visibleLength(at);
        }
        int length = store.visibleLength(at);
        while (wanted >= before + length && store.right[at] != NONE && steps++ < most) {
            before += length;
            at = store.right[at];
            length = store.visibleLength(at);
        }
        set(at, before);
        return steps < most;
    }
}
