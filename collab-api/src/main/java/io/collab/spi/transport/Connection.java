package io.collab.spi.transport;

import io.collab.api.CloseCode;
import java.util.concurrent.CompletionStage;

/**
 * One open socket, as the runtime sees it. Implemented by transports.
 *
 * <p>Legal calls: {@code send* close?}, a send only after the one before has completed. Thread-safe under that rule;
 * {@code close} may be called at any time, from any thread, more than once.
 */
public interface Connection {
    /** Unique among all connections of all nodes: random, 1 to 64 characters. */
    String id();

    /**
     * Hands a frame to the socket. Does not block, and does not throw: a failure is in the stage.
     *
     * @return completes when the socket takes the next frame; fails when it is closed or broken
     */
    CompletionStage<Void> send(Frame frame);

    /**
     * Closes the socket. Does not block. {@link ConnectionListener#onClosed()} is told exactly once all the same.
     *
     * @param reason for people, at most 123 bytes of UTF-8 (RFC 6455 section 5.5); longer ones are cut
     */
    void close(CloseCode code, String reason);
}
