package io.collab.spi.transport;

/**
 * What a transport tells the runtime about one connection: {@code onFrame* onClosed}, one call after the other, from any
 * thread. None of them blocks or throws.
 */
public interface ConnectionListener {
    /** A whole message has come. */
    void onFrame(Frame frame);

    /** The socket is gone, by whatever cause. Nothing is told after this. */
    void onClosed();
}
