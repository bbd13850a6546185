package io.collab.runtime.session;

import java.time.Duration;

/**
 * The bounds of one connection.
 *
 * @param maxFrameBytes the most bytes of one frame from the peer
 * @param inboundBytes the most bytes taken from the peer and not yet answered
 * @param outboxBytes beyond this many bytes waiting for a peer it is closed as a slow consumer
 * @param presenceBytes beyond this many bytes waiting for a peer it is told no presence
 * @param documents the most documents open on one connection
 * @param earlyBytes the most bytes that wait for a document to be joined
 * @param earlyMessages the most messages that wait for a document to be joined
 * @param keepAlive after this long without a frame to the peer it is sent one
 * @param sendTimeout after this long with one frame unsent the peer is closed as a slow consumer
 * @param joinTimeout after this long without any document a connection is closed
 */
public record ConnectionLimits(
        int maxFrameBytes,
        int inboundBytes,
        int outboxBytes,
        int presenceBytes,
        int documents,
        int earlyBytes,
        int earlyMessages,
        Duration keepAlive,
        Duration sendTimeout,
        Duration joinTimeout) {
    /** What a node uses when nothing is configured. */
    public static ConnectionLimits defaults() {
        return new ConnectionLimits(
                16 << 20,
                24 << 20,
                16 << 20,
                64 << 10,
                100,
                17 << 20,
                1_000,
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60));
    }
}
