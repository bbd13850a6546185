package io.collab.runtime.flow;

import java.time.Duration;

/**
 * The limits of one connection. {@link #DEFAULTS} is the only place with their default values; the {@code with} methods change
 * what is configurable.
 *
 * @param maxFrameBytes the maximum size of one message from the peer, in bytes
 * @param maxSyncBytes the same for the answer to a SyncStep1, which has all that the peer has edited while it was offline
 * @param documents the maximum number of documents open on one connection
 * @param inbound what may wait to be processed
 * @param outbound what may wait to be sent
 * @param timeouts when a connection is served or closed
 */
public record ConnectionLimits(
        int maxFrameBytes, int maxSyncBytes, int documents, Inbound inbound, Outbound outbound, Timeouts timeouts) {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /**
     * What a waiting message needs beside its content, in bytes: its objects. Counted for every message, so that limits in bytes
     * also limit the number of small messages.
     */
    public static final int MESSAGE_OVERHEAD = 256;

    /** The limits of a node without configuration. */
    public static final ConnectionLimits DEFAULTS = new ConnectionLimits(
            16 * MIB,
            64 * MIB,
            100,
            new Inbound(24 * MIB, 1 * MIB, 1_000),
            new Outbound(16 * MIB, 64 * KIB),
            new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(60)));

    /**
     * What may wait to be processed.
     *
     * @param waitingBytes the maximum number of bytes from the peer that are not processed yet, beside one frame
     * @param earlyBytes the maximum number of bytes that wait until a document is joined, beside one frame
     * @param earlyMessages the maximum number of messages that wait until a document is joined
     */
    public record Inbound(int waitingBytes, int earlyBytes, int earlyMessages) {}

    /**
     * What may wait to be sent.
     *
     * @param queueBytes a peer with more bytes than this waiting for it is closed as a slow consumer
     * @param presenceBytes a peer with more bytes than this waiting for it is sent no presence
     */
    public record Outbound(int queueBytes, int presenceBytes) {}

    /**
     * When a connection is served or closed.
     *
     * @param keepAlive a peer that was sent nothing for this long is sent a keep-alive frame
     * @param send a peer with one frame unsent for this long is closed as a slow consumer; it has 125 µs more for each byte that
     *     it is sent, so that a peer that reads at least 8,000 bytes per second is not closed
     * @param join a connection without any document for this long is closed
     */
    public record Timeouts(Duration keepAlive, Duration send, Duration join) {}

    /** Returns these limits with another maximum size of a frame from the peer, in bytes. */
    public ConnectionLimits withMaxFrameBytes(int other) {
        return new ConnectionLimits(other, maxSyncBytes, documents, inbound, outbound, timeouts);
    }

    /** Returns these limits with another maximum size of the answer to a SyncStep1, in bytes. */
    public ConnectionLimits withMaxSyncBytes(int other) {
        return new ConnectionLimits(maxFrameBytes, other, documents, inbound, outbound, timeouts);
    }

    /** Returns the maximum size of any message from the peer, in bytes. */
    public int maxMessageBytes() {
        return Math.max(maxFrameBytes, maxSyncBytes);
    }

    /** Returns these limits with another maximum number of open documents. */
    public ConnectionLimits withDocuments(int other) {
        return new ConnectionLimits(maxFrameBytes, maxSyncBytes, other, inbound, outbound, timeouts);
    }

    /** Returns these limits with another maximum number of bytes that wait for the peer. */
    public ConnectionLimits withSendQueueBytes(int other) {
        return new ConnectionLimits(
                maxFrameBytes,
                maxSyncBytes,
                documents,
                inbound,
                new Outbound(other, outbound.presenceBytes()),
                timeouts);
    }

    /** Returns these limits with other limits of what may wait to be processed. */
    public ConnectionLimits withInbound(Inbound other) {
        return new ConnectionLimits(maxFrameBytes, maxSyncBytes, documents, other, outbound, timeouts);
    }

    /** Returns these limits with other limits of what may wait to be sent. */
    public ConnectionLimits withOutbound(Outbound other) {
        return new ConnectionLimits(maxFrameBytes, maxSyncBytes, documents, inbound, other, timeouts);
    }

    /** Returns these limits with other time-outs. */
    public ConnectionLimits withTimeouts(Timeouts other) {
        return new ConnectionLimits(maxFrameBytes, maxSyncBytes, documents, inbound, outbound, other);
    }
}
