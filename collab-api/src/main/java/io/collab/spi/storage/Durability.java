package io.collab.spi.storage;

/**
 * The failures that an acknowledged append survives. Determined from the actual settings of the database, not assumed.
 * Thread-safe: immutable.
 *
 * @param level the worst failure of this machine that it survives
 * @param replicas the number of other machines that confirm a commit before it is acknowledged, at least 0
 */
public record Durability(Level level, int replicas) {
    /** The failures of one machine, from none to the worst. */
    public enum Level {
        /** Survives no failure: the log is in memory. */
        MEMORY,
        /** Survives the end of the process (kill -9), but not a power failure. */
        PROCESS_CRASH,
        /** Survives a power failure, if the disk does not report a write before it is durable. */
        DISK
    }
}
