package io.collab.spi.ordering;

/**
 * Tells other nodes that something has happened. A wake-up, nothing more: messages may be lost, come twice or out of
 * order, and nobody's correctness depends on them. {@code BroadcastBusTck} holds the rules. Thread-safe.
 */
public interface BroadcastBus extends AutoCloseable {
    /**
     * Sends to all who subscribe to the topic, on all nodes, this one included. Never blocks and never throws: what does
     * not fit a bounded queue is dropped, the oldest first.
     *
     * @param topic 1 to 512 bytes of UTF-8
     * @param message at most {@link #maxMessageBytes()}; a larger one is dropped
     */
    void publish(String topic, byte[] message);

    /**
     * Listens to a topic. Returns at once; active before the listener is told {@link BusListener#resumed()}.
     *
     * @return ends the listening when closed
     */
    Subscription subscribe(String topic, BusListener listener);

    /** The most bytes of a message. */
    int maxMessageBytes();

    /** Ends all subscriptions. Closing twice does nothing; publishing afterwards does nothing either. */
    @Override
    void close();

    /** A topic being listened to. Closing twice does nothing. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
