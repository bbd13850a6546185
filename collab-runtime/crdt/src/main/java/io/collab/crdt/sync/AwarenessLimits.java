package io.collab.crdt.sync;

/**
 * Bounds of an awareness table.
 *
 * @param maxEntries how many ids are known at once, those with a state and those whose clock is still kept
 * @param maxStateLength length of one state as JSON, in UTF-16 code units
 * @param maxDepth how many arrays and objects may be open at once in a state
 */
public record AwarenessLimits(int maxEntries, int maxStateLength, int maxDepth) {

    /** 10,000 entries of 64 Ki characters, 32 deep. */
    public static final AwarenessLimits DEFAULT = new AwarenessLimits(10_000, 1 << 16, 32);
}
