package io.collab.spi.transport;

/** The runtime's door: a transport calls it once for each socket that was opened. Thread-safe, does not block. */
@FunctionalInterface
public interface ConnectionAcceptor {
    /**
     * Takes a connection. One that cannot be served is closed with the code that says why; its listener is still to be
     * told what comes.
     *
     * @return whom to tell what comes over the connection
     */
    ConnectionListener accept(Connection connection, ConnectRequest request);
}
