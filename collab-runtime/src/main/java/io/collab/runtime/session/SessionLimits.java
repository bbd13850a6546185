package io.collab.runtime.session;

import java.time.Duration;

/**
 * The bounds of a document being edited.
 *
 * @param waitingBytes the most bytes that wait for the log; beyond that the document is given up and its clients come back
 *     later
 * @param batchRows the most changes in one append
 * @param batchBytes about the most bytes in one append; a single change may be larger
 * @param partBytes about the most bytes of one part of an answer to a SyncStep1
 * @param idleTimeout how long a document stays loaded that nobody has open
 * @param stalledAfter how long an append may take before people are told
 * @param retryHorizon how long an append is asked again; the store knows operation ids at least that long
 * @param presenceEntries the most presence keys
 * @param presenceStateLength the most UTF-16 code units of one presence state as JSON
 */
public record SessionLimits(
        int waitingBytes,
        int batchRows,
        int batchBytes,
        int partBytes,
        Duration idleTimeout,
        Duration stalledAfter,
        Duration retryHorizon,
        int presenceEntries,
        int presenceStateLength) {
    /** What a node uses when nothing is configured. */
    public static SessionLimits defaults() {
        return new SessionLimits(
                8 << 20,
                500,
                1 << 20,
                1 << 20,
                Duration.ofSeconds(30),
                Duration.ofMillis(1_500),
                Duration.ofMinutes(10),
                4_096,
                16_384);
    }
}
