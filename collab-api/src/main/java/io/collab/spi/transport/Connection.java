package io.collab.spi.transport;

import io.collab.api.CloseCode;
import java.util.concurrent.CompletionStage;

/**
 * One open socket. Implemented by transports, called by the runtime.
 *
 * <p>The calls follow the grammar {@code send* close?}: the next {@code send} comes only after the stage of the
 * previous one has completed. {@code close} may be called at any time, by any thread, more than once. Thread-safe under
 * that rule. No method blocks.
 */
public interface Connection {
    /**
     * Returns the id of the connection: random, unique among all connections of all nodes, 1 to 53 characters. The
     * runtime appends a dot and a counter to it for the source of an operation id, which has at most 64 characters.
     */
    String id();

    /**
     * Sends a frame. Does not block and does not throw: a failure is reported by the stage.
     *
     * @param frame the frame; its content must not be changed
     * @return a stage that completes when the socket accepts the next frame, and fails if the socket is closed or
     *     broken
     */
    CompletionStage<Void> send(Frame frame);

    /**
     * Closes the socket. Does not block. {@link ConnectionListener#onClosed()} is called exactly once in any case.
     *
     * @param code the close code on the wire
     * @param reason a short text for humans, at most 123 bytes of UTF-8 (RFC 6455 section 5.5); a longer one is
     *     truncated
     */
    void close(CloseCode code, String reason);
}
