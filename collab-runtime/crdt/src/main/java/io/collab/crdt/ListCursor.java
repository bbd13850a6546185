package io.collab.crdt;

/** A remembered place in a list: {@code index} visible units stand before the item in {@code slot}. */
final class ListCursor {

    int slot = StructStore.NONE;
    int index;

    void reset() {
        slot = StructStore.NONE;
        index = 0;
    }
}
