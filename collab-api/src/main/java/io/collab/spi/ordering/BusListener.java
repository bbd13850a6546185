package io.collab.spi.ordering;

/**
 * A receiver of the messages of one topic, called by a {@link BroadcastBus}.
 *
 * <p>The calls follow the grammar {@code (interrupted? resumed message*)*}, one call at a time, on a thread of the bus.
 * An implementation must not block and must not throw. If it throws, the bus continues with the next message.
 */
public interface BusListener {
    /**
     * Receives a message.
     *
     * @param message the bytes as they were published; must not be changed
     */
    void message(byte[] message);

    /** Reports that the connection is broken: messages are lost from now on. */
    void interrupted();

    /** Reports that the subscription is active: messages arrive again. Those published in the meantime are lost. */
    void resumed();
}
