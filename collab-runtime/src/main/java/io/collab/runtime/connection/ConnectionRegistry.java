package io.collab.runtime.connection;

import io.collab.api.Author;
import io.collab.api.CloseCode;
import io.collab.api.ProtocolException;
import io.collab.runtime.protocol.DocumentPath;
import io.collab.runtime.protocol.HocuspocusWire;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.runtime.protocol.YWebSocketWire;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.ConnectionAcceptor;
import io.collab.spi.transport.ConnectionListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of a node. Accepts new ones from transports. Thread-safe; does not block. */
public final class ConnectionRegistry implements ConnectionAcceptor {
    /** An operation id is the connection id, a dot and a number, together at most as long as an author's connection may be. */
    private static final int MAX_ID_LENGTH = Author.MAX_ID_LENGTH - 11;

    private final ConnectionResources services;
    private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    public ConnectionRegistry(ConnectionResources services) {
        this.services = services;
    }

    @Override
    public ConnectionListener accept(Connection connection, ConnectRequest request) {
        int idLength = connection.id().length();
        if (idLength < 1 || idLength > MAX_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "a connection id has 1 to " + MAX_ID_LENGTH + " characters: " + idLength);
        }
        WireProtocol wire = switch (request.wire()) {
            case Y_WEBSOCKET -> new YWebSocketWire();
            case HOCUSPOCUS -> new HocuspocusWire();
        };
        ClientConnection client =
                new ClientConnection(connection, wire, request.credentials(), services, connections::remove);
        connections.add(client);
        if (refusing) {
            client.close(CloseCode.SERVICE_RESTART, "the node is shutting down");
        } else if (wire.singleDocument()) {
            try {
                client.openSingle(DocumentPath.decode(request.rawPath()));
            } catch (ProtocolException badName) {
                client.close(badName.closeCode(), String.valueOf(badName.getMessage()));
            }
        }
        return client;
    }

    /** Checks the time-outs of all connections; called every few seconds. */
    public void tick() {
        connections.forEach(ClientConnection::tick);
    }

    /** Returns the number of open connections. */
    public int size() {
        return connections.size();
    }

    /** Closes all connections after what waits to be sent, and refuses new ones. */
    public void close(CloseCode code, String reason) {
        refusing = true;
        connections.forEach(client -> client.closeAfterAll(code, reason));
    }
}
