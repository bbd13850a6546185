package io.collab.crdt.sync;

/**
 * The bounds of an awareness table.
 *
 * @param maxEntries maximum number of ids: those with a state and those whose clock is still kept
 * @param maxStateLength maximum length of one state as JSON in UTF-16 code units
 * @param maxDepth maximum number of nested arrays and objects in a state
 */
public record AwarenessLimits(int maxEntries, int maxStateLength, int maxDepth) {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** The default limits: 10,000 entries, 65,536 code units, 32 levels. */
    public static final AwarenessLimits DEFAULT = new AwarenessLimits(UNLIMITED, UNLIMITED, UNLIMITED)
            .withMaxEntries(10_000)
            .withMaxStateLength(1 << 16)
            .withMaxDepth(32);

    /**
     * Returns the same limits with another bound of entries.
     *
     * @param entries maximum number of ids
     */
    public AwarenessLimits withMaxEntries(int entries) {
        return new AwarenessLimits(entries, maxStateLength, maxDepth);
    }

    /**
     * Returns the same limits with another bound of a state's length.
     *
     * @param codeUnits maximum length of one state as JSON in UTF-16 code units
     */
    public AwarenessLimits withMaxStateLength(int codeUnits) {
        return new AwarenessLimits(maxEntries, codeUnits, maxDepth);
    }

    /**
     * Returns the same limits with another bound of depth.
     *
     * @param levels maximum number of nested arrays and objects in a state
     */
    public AwarenessLimits withMaxDepth(int levels) {
        return new AwarenessLimits(maxEntries, maxStateLength, levels);
    }
}
