package io.collab.runtime.flow;

import java.time.Duration;

/**
 * The limits of one connection. {@link #DEFAULTS} is the only place with their default values; the {@code with} methods change
 * what is configurable.
 *
 * @param maxFrameBytes the maximum size of one frame from the peer, in bytes
 * @param inboundBytes the maximum number of bytes from the peer that wait to be processed, beside one frame
 * @param sendQueueBytes a peer with more bytes than this waiting for it is closed as a slow consumer
 * @param presenceBytes a peer with more bytes than this waiting for it is sent no presence
 * @param documents the maximum number of documents open on one connection
 * @param earlyBytes the maximum number of bytes that wait until a document is joined, beside one frame
 * @param earlyMessages the maximum number of messages that wait until a document is joined
 * @param keepAlive a peer that was sent nothing for this long is sent a keep-alive frame
 * @param sendTimeout a peer with one frame unsent for this long is closed as a slow consumer
 * @param joinTimeout a connection without any document for this long is closed
 */
public record ConnectionLimits(
        int maxFrameBytes,
        int inboundBytes,
        int sendQueueBytes,
        int presenceBytes,
        int documents,
        int earlyBytes,
        int earlyMessages,
        Duration keepAlive,
        Duration sendTimeout,
        Duration joinTimeout) {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /** The limits of a node without configuration. */
    public static final ConnectionLimits DEFAULTS = new ConnectionLimits(
            16 * MIB,
            24 * MIB,
            16 * MIB,
            64 * KIB,
            100,
            1 * MIB,
            1_000,
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    /** Returns these limits with another maximum size of a frame from the peer, in bytes. */
    public ConnectionLimits withMaxFrameBytes(int other) {
        return new ConnectionLimits(
                other,
                inboundBytes,
                sendQueueBytes,
                presenceBytes,
                documents,
                earlyBytes,
                earlyMessages,
                keepAlive,
                sendTimeout,
                joinTimeout);
    }

    /** Returns these limits with another maximum number of bytes that wait for the peer. */
    public ConnectionLimits withSendQueueBytes(int other) {
        return new ConnectionLimits(
                maxFrameBytes,
                inboundBytes,
                other,
                presenceBytes,
                documents,
                earlyBytes,
                earlyMessages,
                keepAlive,
                sendTimeout,
                joinTimeout);
    }

    /** Returns these limits with another maximum number of open documents. */
    public ConnectionLimits withDocuments(int other) {
        return new ConnectionLimits(
                maxFrameBytes,
                inboundBytes,
                sendQueueBytes,
                presenceBytes,
                other,
                earlyBytes,
                earlyMessages,
                keepAlive,
                sendTimeout,
                joinTimeout);
    }

    /** Returns these limits with other times. */
    public ConnectionLimits withTimes(Duration newKeepAlive, Duration newSendTimeout, Duration newJoinTimeout) {
        return new ConnectionLimits(
                maxFrameBytes,
                inboundBytes,
                sendQueueBytes,
                presenceBytes,
                documents,
                earlyBytes,
                earlyMessages,
                newKeepAlive,
                newSendTimeout,
                newJoinTimeout);
    }
}
