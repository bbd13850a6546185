package io.collab.spi.transport;

/**
 * The receiver of new connections. Implemented by the runtime; a transport calls it once for each opened socket.
 * Thread-safe, does not block.
 */
@FunctionalInterface
public interface ConnectionAcceptor {
    /**
     * Accepts a connection. A connection that cannot be served is closed with the matching close code; the transport
     * calls its listener all the same.
     *
     * @param connection the open socket
     * @param request the handshake of the socket
     * @return the receiver of the frames of this connection
     */
    ConnectionListener accept(Connection connection, ConnectRequest request);
}
