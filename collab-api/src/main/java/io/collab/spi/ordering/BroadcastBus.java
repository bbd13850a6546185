package io.collab.spi.ordering;

/**
 * A best-effort channel that notifies the listeners of a topic on all nodes. It may lose, repeat and reorder messages,
 * and no correctness depends on it. Thread-safe. No method blocks.
 *
 * <p>Implemented by adapters. {@code BroadcastBusTck} checks the rules; docs/spi.md numbers them (220 to 239).
 */
public interface BroadcastBus extends AutoCloseable {
    /**
     * Sends a message to all subscribers of a topic, on all nodes including this one. Never blocks and never throws: if
     * a bounded queue is full, its oldest message is dropped. Does nothing after {@link #close()}.
     *
     * @param topic the topic, 1 to 512 bytes of UTF-8, compared exactly
     * @param message at most {@link #maxMessageBytes()} bytes; a larger message is dropped. The caller must not change
     *     the array afterwards
     */
    void publish(String topic, byte[] message);

    /**
     * Subscribes a listener to a topic. Returns immediately; the subscription is active before the listener receives
     * {@link BusListener#resumed()}.
     *
     * @param topic the topic, 1 to 512 bytes of UTF-8, compared exactly
     * @param listener the receiver; one listener may subscribe to several topics
     * @return the subscription, to be closed by the caller
     */
    Subscription subscribe(String topic, BusListener listener);

    /** Returns the maximum size of a message in bytes, at least 1024. */
    int maxMessageBytes();

    /** Ends all subscriptions of this node. Calling it again does nothing. */
    @Override
    void close();

    /** One listener of one topic. Thread-safe. */
    interface Subscription extends AutoCloseable {
        /**
         * Ends the subscription: messages that are published later are not delivered. A call to the listener that has
         * already begun may still be running. Calling it again does nothing.
         */
        @Override
        void close();
    }
}
