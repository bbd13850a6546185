package io.collab.crdt.internal.buffer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sparse column of references by slot. It uses no memory before the first reference is set. Not thread-safe.
 *
 * @param <T> the class of the references
 */
public final class SparseColumn<T> {

    private @Nullable Object[] items = {};

    @SuppressWarnings("unchecked")
    @Nullable
    public T get(int slot) {
        return slot < items.length ? (T) items[slot] : null;
    }

    public void set(int slot, @Nullable T value) {
        if (slot >= items.length) {
            if (value == null) {
                return;
            }
            items = Arrays.copyOf(items, Math.max(16, slot + 1 + (slot >> 1)));
        }
        items[slot] = value;
    }

    public void clear() {
        items = new Object[0];
    }
}
