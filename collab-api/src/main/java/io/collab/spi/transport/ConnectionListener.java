package io.collab.spi.transport;

/**
 * The receiver of the frames of one connection. Implemented by the runtime, called by the transport.
 *
 * <p>The calls follow the grammar {@code onFrame* onClosed}, one call at a time, by any thread. No method blocks or
 * throws.
 */
public interface ConnectionListener {
    /**
     * Receives a whole message.
     *
     * @param frame the message; its content must not be changed
     */
    void onFrame(Frame frame);

    /** Reports that the socket is closed, whatever the cause. It is the last call. */
    void onClosed();
}
