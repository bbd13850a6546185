package io.collab.benchmarks.net;

/** The events of one link: {@code onOpen? onMessage* onClose}, on the loop's thread. */
public interface LinkListener {
    /** Messages may be sent from now on. */
    void onOpen(Link link);

    /** A complete message was received; the bytes belong to the receiver. */
    void onMessage(Link link, byte[] message);

    /**
     * The link was closed, or could not be opened.
     *
     * @param why the reason, for log output
     */
    void onClose(Link link, String why);
}
