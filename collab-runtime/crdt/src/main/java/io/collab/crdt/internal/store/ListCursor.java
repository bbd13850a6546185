package io.collab.crdt.internal.store;

import static io.collab.crdt.internal.store.StructStore.NONE;

/**
 * A remembered position in a list: {@code index} visible units precede the item in {@code slot}. Consecutive edits and
 * reads are usually close to one another, so a search walks from this position if it is near. Otherwise it uses the
 * {@link ListIndex}, which a list gets after a walk that was too long. Received changes reset the cursor; a merge moves
 * it to the remaining item.
 */
public final class ListCursor {

    /** The maximum number of items that a search in an indexed list walks over. */
    private static final int NEAR = 16;

    /** The number of items that a walk may pass before the list gets an index. */
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

    /**
     * Moves to the item that contains the unit at an index, or to the last item if none does. The list must not be
     * empty.
     */
    public void seek(StructStore store, Branch branch, int wanted) {
        boolean indexed = branch.index != null;
        if (!indexed && (slot == NONE || wanted < index >> 1)) {
            set(branch.start, 0);
        }
        if (slot == NONE || !walk(store, wanted, indexed ? NEAR : FAR)) {
            branch.index(store).seek(wanted, this);
        }
    }

    /** Walks towards an index; returns whether it was reached within a number of steps. */
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
