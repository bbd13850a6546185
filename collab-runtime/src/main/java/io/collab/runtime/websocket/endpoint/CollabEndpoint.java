package io.collab.runtime.websocket.endpoint;

import io.collab.runtime.websocket.WebSocketResources;
import io.collab.spi.transport.ConnectRequest;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of one connection: passes the container's notifications on. Created by {@link EndpointConfigurator}.
 */
public final class CollabEndpoint extends Endpoint {
    private static final System.Logger LOG = System.getLogger(CollabEndpoint.class.getName());

    private final WebSocketResources resources;
    private @Nullable EndpointConnection connection;

    CollabEndpoint(WebSocketResources resources) {
        this.resources = resources;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Object request = session.getUserProperties().remove(EndpointConfigurator.REQUEST);
        if (request instanceof ConnectRequest handshake) {
            connection = EndpointConnection.open(resources, session, handshake);
        } else {
            throw new IllegalStateException("the container did not provide the handshake");
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        EndpointConnection open = connection;
        if (open != null) {
            open.closed();
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        LOG.log(System.Logger.Level.DEBUG, "a socket failed", failure);
        EndpointConnection open = connection;
        if (open != null) {
            open.failed();
        }
    }
}
