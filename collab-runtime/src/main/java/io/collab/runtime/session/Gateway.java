package io.collab.runtime.session;

import io.collab.api.CloseCode;
import io.collab.api.Credentials;
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

/** Where connections come in: gives each its wire and keeps them together. Thread-safe. */
public final class Gateway implements ConnectionAcceptor {
    private final SessionRegistry registry;
    private final SessionResources resources;
    private final Doorkeeper doorkeeper;
    private final ConnectionLimits limits;
    private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    public Gateway(
            SessionRegistry registry, SessionResources resources, Doorkeeper doorkeeper, ConnectionLimits limits) {
        this.registry = registry;
        this.resources = resources;
        this.doorkeeper = doorkeeper;
        this.limits = limits;
    }

    @Override
    public ConnectionListener accept(Connection connection, ConnectRequest request) {
        WireProtocol wire = switch (request.wire()) {
            case Y_WEBSOCKET -> new YWebSocketWire();
            case HOCUSPOCUS -> new HocuspocusWire();
        };
        Credentials credentials = request.credentials();
        ClientConnection client = new ClientConnection(connection, wire, credentials, this);
        connections.add(client);
        if (refusing) {
            client.close(CloseCode.SERVICE_RESTART, "the node is going down");
        } else if (!wire.traits().multiplexed()) {
            try {
                client.openOnly(DocumentPath.decode(request.rawPath()));
            } catch (ProtocolException badName) {
                client.close(badName.closeCode(), String.valueOf(badName.getMessage()));
            }
        }
        return client;
    }

    /** Looks after all connections; called every few seconds. */
    public void tick() {
        connections.forEach(ClientConnection::tick);
    }

    /** How many connections are open. */
    public int size() {
        return connections.size();
    }

    /** Refuses whoever comes from now on, and sends everybody away. */
    public void close(CloseCode code, String reason) {
        refusing = true;
        connections.forEach(client -> client.closeAfterAll(code, reason));
    }

    SessionResources resources() {
        return resources;
    }

    ConnectionLimits limits() {
        return limits;
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    void closed(ClientConnection client) {
        connections.remove(client);
    }

    void join(Participant participant) {
        registry.join(participant);
    }
}
