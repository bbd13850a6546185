package io.collab.runtime.ordering;

import java.time.Duration;

/**
 * How a {@link StoreSequencer} paces itself.
 *
 * @param pageBytes about the most bytes of commits read at once
 * @param readyBytes the most bytes of commits kept for a follower that is busy; beyond that they are read again
 * @param pollInterval how often heads are looked up while the bus works
 * @param interruptedPollInterval how often while it does not
 * @param barrierTimeout how long a barrier waits
 * @param retryInterval how long after a failed read the next one comes
 */
public record OrderingLimits(
        int pageBytes,
        int readyBytes,
        Duration pollInterval,
        Duration interruptedPollInterval,
        Duration barrierTimeout,
        Duration retryInterval) {
    /** What a node uses when nothing is configured. */
    public static OrderingLimits defaults() {
        return new OrderingLimits(
                1 << 20,
                4 << 20,
                Duration.ofSeconds(5),
                Duration.ofMillis(300),
                Duration.ofSeconds(10),
                Duration.ofMillis(250));
    }
}
