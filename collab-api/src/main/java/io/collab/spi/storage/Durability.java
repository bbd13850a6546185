package io.collab.spi.storage;

/**
 * What a store's answer is really worth, as found by asking the database, not by hoping.
 *
 * @param level what survives
 * @param replicas how many other machines have confirmed a commit before it is answered
 */
public record Durability(Level level, int replicas) {
    /** What survives. */
    public enum Level {
        /** Nothing: the log is in memory. */
        MEMORY,
        /** The death of the process (kill -9), not the loss of power. */
        PROCESS_CRASH,
        /** The loss of power, as far as the disk tells the truth. */
        DISK
    }
}
