package io.collab.crdt.update;

/**
 * What one update may cost, and what a document may keep waiting for missing dependencies.
 *
 * @param maxWork work units of one update: a struct 1, a deleted range 1, a client 10
 * @param maxDepth how many arrays and objects of a value may be open at once
 * @param maxPendingStructs structs and deleted ranges of a document that wait for what is missing
 * @param maxPendingBytes size in bytes of what waits
 */
public record DecodeLimits(int maxWork, int maxDepth, int maxPendingStructs, int maxPendingBytes) {

    /** For updates of strangers: 100,000 units, 64 deep, 10,000 pending structs of 1 MiB. */
    public static final DecodeLimits DEFAULT = new DecodeLimits(100_000, 64, 10_000, 1 << 20);

    /**
     * For data that was checked before: values up to 1,000 deep and no budget, except for what the runs of format 2 may
     * stand for (48 MiB and 32 bytes for every byte, a struct counting 24 more than it has).
     */
    public static final DecodeLimits TRUSTED =
            new DecodeLimits(Integer.MAX_VALUE, 1_000, Integer.MAX_VALUE, Integer.MAX_VALUE);
}
