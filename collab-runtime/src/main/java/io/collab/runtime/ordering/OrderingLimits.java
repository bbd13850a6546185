package io.collab.runtime.ordering;

import java.time.Duration;

/**
 * The limits and intervals of a {@link StoreSequencer}. {@link #DEFAULTS} is the only place with their default values.
 *
 * @param pageBytes the approximate maximum size of the commits that are read at once, in bytes
 * @param readyBytes the maximum size of the commits that are kept for a busy follower, in bytes; further ones are read again
 * @param pollInterval the interval at which heads are polled while the bus works
 * @param interruptedPollInterval the interval at which heads are polled while the bus is interrupted
 * @param barrierTimeout the time after which a barrier fails
 * @param retryInterval the pause after a failed read
 */
public record OrderingLimits(
        int pageBytes,
        int readyBytes,
        Duration pollInterval,
        Duration interruptedPollInterval,
        Duration barrierTimeout,
        Duration retryInterval) {
    /** The limits of a node without configuration. */
    public static final OrderingLimits DEFAULTS = new OrderingLimits(
            1 << 20,
            4 << 20,
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofSeconds(10),
            Duration.ofMillis(250));

    /** Returns these limits with another interval at which heads are polled while the bus works. */
    public OrderingLimits withPollInterval(Duration other) {
        return new OrderingLimits(pageBytes, readyBytes, other, interruptedPollInterval, barrierTimeout, retryInterval);
    }

    /** Returns these limits with another interval at which heads are polled while the bus is interrupted. */
    public OrderingLimits withInterruptedPollInterval(Duration other) {
        return new OrderingLimits(pageBytes, readyBytes, pollInterval, other, barrierTimeout, retryInterval);
    }

    /** Returns these limits with another time after which a barrier fails. */
    public OrderingLimits withBarrierTimeout(Duration other) {
        return new OrderingLimits(pageBytes, readyBytes, pollInterval, interruptedPollInterval, other, retryInterval);
    }

    /** Returns these limits with another pause after a failed read. */
    public OrderingLimits withRetryInterval(Duration other) {
        return new OrderingLimits(pageBytes, readyBytes, pollInterval, interruptedPollInterval, barrierTimeout, other);
    }

    /** Returns these limits with other sizes. */
    public OrderingLimits withSizes(int newPageBytes, int newReadyBytes) {
        return new OrderingLimits(
                newPageBytes, newReadyBytes, pollInterval, interruptedPollInterval, barrierTimeout, retryInterval);
    }
}
