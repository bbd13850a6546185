package io.collab.crdt;

import java.util.Arrays;

/** A growing list of ints. */
final class IntList {

    private int[] items = new int[8];
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return items[index];
    }

    void set(int index, int item) {
        items[index] = item;
    }

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    int removeLast() {
        return items[--size];
    }

    void clear() {
        size = 0;
    }
}
