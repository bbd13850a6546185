package io.collab.spi.transport;

/** The protocol of a connection. It follows from the endpoint of the connection, never from its bytes. */
public enum Wire {
    /** The protocol of the npm package {@code y-websocket}: one document per connection, named by the path. */
    Y_WEBSOCKET,
    /**
     * The protocol of the npm package {@code @hocuspocus/provider}: many documents per connection, named in every
     * frame.
     */
    HOCUSPOCUS
}
