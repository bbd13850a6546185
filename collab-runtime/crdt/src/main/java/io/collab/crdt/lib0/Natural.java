package io.collab.crdt.lib0;

/**
 * A natural number of at most 4,096 bits with the operations for comparing a double with a decimal. Not thread-safe.
 */
final class Natural {

    private static final long LOW = 0xffff_ffffL;

    private final long[] limbs = new long[128];
    private int size;

    Natural(long value) {
        limbs[0] = value & LOW;
        limbs[1] = value >>> 32;
        size = limbs[1] != 0 ? 2 : 1;
    }

    void multiplyByPowerOfFive(int power) {
        for (int i = 0; i < power; i++) {
            long carry = 0;
            for (int limb = 0; limb < size; limb++) {
                carry += limbs[limb] * 5;
                limbs[limb] = carry & LOW;
                carry >>>= 32;
            }
            if (carry != 0) {
                limbs[size++] = carry;
            }
        }
    }

    void shiftLeft(int bits) {
        int whole = bits >>> 5;
        int part = bits & 31;
        for (int limb = size; limb >= 0; limb--) {
            long low = limb > 0 ? limbs[limb - 1] : 0;
            limbs[limb + whole] = (limbs[limb] << part | low >>> 32 - part) & LOW;
        }
        for (int limb = 0; limb < whole; limb++) {
            limbs[limb] = 0;
        }
        size += whole + 1;
        while (size > 1 && limbs[size - 1] == 0) {
            size--;
        }
    }

    int compareTo(Natural other) {
        if (size != other.size) {
            return Integer.compare(size, other.size);
        }
        for (int limb = size - 1; limb >= 0; limb--) {
            if (limbs[limb] != other.limbs[limb]) {
                return Long.compare(limbs[limb], other.limbs[limb]);
            }
        }
        return 0;
    }
}
