package io.collab.spi.transport;

/** The protocols that are spoken over a connection. Which one is decided by where it was opened, never by its bytes. */
public enum Wire {
    /** The protocol of the npm package {@code y-websocket}: one document, named by the path. */
    Y_WEBSOCKET,
    /** The protocol of the npm package {@code @hocuspocus/provider}: many documents, named in every frame. */
    HOCUSPOCUS
}
