package io.collab.crdt.update;

/**
 * The bounds of decoding one update, and of what a document keeps pending because of missing dependencies.
 *
 * @param maxWork maximum work units of one update: a struct counts 1, a deleted range 1, a client 10
 * @param maxDepth maximum number of nested arrays and objects in a value
 * @param maxPendingStructs maximum number of pending structs and deleted ranges of a document
 * @param maxPendingBytes maximum size of the pending structs and deletions in bytes
 * @param maxStructBytes maximum size of one struct in bytes, such as a text that was inserted at once
 */
public record DecodeLimits(int maxWork, int maxDepth, int maxPendingStructs, int maxPendingBytes, int maxStructBytes) {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /**
     * The limits for verified data: values nested at most 1,000 deep and nothing else limited, except the size of an
     * unfolded update of format 2 (48 MiB and 32 bytes for each input byte, a struct counting 24 bytes more than its
     * size).
     */
    public static final DecodeLimits TRUSTED = new DecodeLimits(UNLIMITED, 1_000, UNLIMITED, UNLIMITED, UNLIMITED);

    /** The limits for untrusted updates: 100,000 work units, 64 levels, 10,000 pending structs in at most 1 MiB. */
    public static final DecodeLimits DEFAULT = TRUSTED.withMaxWork(100_000)
            .withMaxDepth(64)
            .withMaxPendingStructs(10_000)
            .withMaxPendingBytes(1 << 20);

    /**
     * Returns the same limits with another bound of work.
     *
     * @param units maximum work units of one update
     */
    public DecodeLimits withMaxWork(int units) {
        return new DecodeLimits(units, maxDepth, maxPendingStructs, maxPendingBytes, maxStructBytes);
    }

    /**
     * Returns the same limits with another bound of depth.
     *
     * @param levels maximum number of nested arrays and objects in a value
     */
    public DecodeLimits withMaxDepth(int levels) {
        return new DecodeLimits(maxWork, levels, maxPendingStructs, maxPendingBytes, maxStructBytes);
    }

    /**
     * Returns the same limits with another bound of pending structs.
     *
     * @param structs maximum number of pending structs and deleted ranges
     */
    public DecodeLimits withMaxPendingStructs(int structs) {
        return new DecodeLimits(maxWork, maxDepth, structs, maxPendingBytes, maxStructBytes);
    }

    /**
     * Returns the same limits with another bound of pending bytes.
     *
     * @param bytes maximum size of the pending structs and deletions in bytes
     */
    public DecodeLimits withMaxPendingBytes(int bytes) {
        return new DecodeLimits(maxWork, maxDepth, maxPendingStructs, bytes, maxStructBytes);
    }

    /**
     * Returns the same limits with another bound of the size of one struct.
     *
     * @param bytes maximum size of one struct
     */
    public DecodeLimits withMaxStructBytes(int bytes) {
        return new DecodeLimits(maxWork, maxDepth, maxPendingStructs, maxPendingBytes, bytes);
    }
}
