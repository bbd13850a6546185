package io.collab.benchmarks.net;

/** What is told about one link: {@code onOpen? onMessage* onClose}, on the loop's thread. */
public interface LinkListener {
    /** Messages may be sent from now on. */
    void onOpen(Link link);

    /** A whole message has come; the bytes belong to the receiver. */
    void onMessage(Link link, byte[] message);

    /**
     * The link is gone, or never came to be.
     *
     * @param why for people
     */
    void onClose(Link link, String why);
}
