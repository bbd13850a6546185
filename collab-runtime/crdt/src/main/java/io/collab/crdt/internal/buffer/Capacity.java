package io.collab.crdt.internal.buffer;

/**
 * The growth of arrays: doubled while they are small, enlarged by a quarter later, so that a large document leaves
 * little memory unused.
 */
public final class Capacity {

    private static final int LARGE = 1 << 16;

    private Capacity() {}

    /**
     * Returns the next capacity.
     *
     * @param current the present, insufficient capacity
     * @param needed the minimum capacity
     */
    public static int next(int current, int needed) {
        int more = current < LARGE ? current : current >> 2;
        return Math.max(needed, more > Integer.MAX_VALUE - 8 - current ? Integer.MAX_VALUE - 8 : current + more);
    }
}
