package io.collab.runtime.websocket;

import io.collab.spi.transport.ConnectRequest;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket endpoint: passes messages on and does nothing else. One instance per connection, created by
 * {@link EndpointConfigurator}.
 */
public final class CollabEndpoint extends Endpoint {
    private static final System.Logger LOG = System.getLogger(CollabEndpoint.class.getName());

    private final WebSocketTransport transport;
    private @Nullable WebSocketConnection connection;

    CollabEndpoint(WebSocketTransport transport) {
        this.transport = transport;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Object request = session.getUserProperties().get(EndpointConfigurator.REQUEST);
        if (request == null) {
            request = config.getUserProperties().get(EndpointConfigurator.REQUEST);
        }
        if (request instanceof ConnectRequest handshake) {
            connection = WebSocketConnection.open(transport, session, handshake);
        } else {
            throw new IllegalStateException("the container did not provide the handshake");
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        WebSocketConnection open = connection;
        if (open != null) {
            open.closed();
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        LOG.log(System.Logger.Level.DEBUG, "a socket failed", failure);
        WebSocketConnection open = connection;
        if (open != null) {
            open.failed();
        }
    }
}
