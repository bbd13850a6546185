package io.collab.crdt.internal.buffer;

import java.util.Arrays;

/** A growable list of ints. Not thread-safe. */
public final class IntList {

    private int[] items = new int[8];
    private int size;

    public int size() {
        return size;
    }

    public int get(int index) {
        return items[index];
    }

    public void set(int index, int item) {
        items[index] = item;
    }

    public void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    public int removeLast() {
        return items[--size];
    }

    public void clear() {
        size = 0;
    }
}
