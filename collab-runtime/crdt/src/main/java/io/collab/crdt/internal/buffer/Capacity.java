package io.collab.crdt.internal.buffer;

/** How arrays grow: twofold while they are small, by a quarter then, so that a large document has little room unused. */
public final class Capacity {

    private static final int LARGE = 1 << 16;

    private Capacity() {}

    /**
     * Returns the next capacity.
     *
     * @param current the capacity that does not suffice
     * @param needed the least one that does
     */
    public static int next(int current, int needed) {
        int more = current < LARGE ? current : current >> 2;
        return Math.max(needed, more > Integer.MAX_VALUE - 8 - current ? Integer.MAX_VALUE - 8 : current + more);
    }
}
