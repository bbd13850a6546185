package io.collab.runtime.websocket.endpoint;

import io.collab.runtime.websocket.Handshake;
import io.collab.runtime.websocket.WebSocketResources;
import io.collab.spi.transport.ConnectRequest;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/**
 * Reads the handshake while its raw form is available, and creates the endpoint, into which containers inject nothing. Thread-safe.
 */
final class EndpointConfigurator extends ServerEndpointConfig.Configurator {
    /** The user property that holds the {@link ConnectRequest} of a connection. */
    static final String REQUEST = "io.collab.request";

    private final WebSocketResources resources;
    private final String contextPath;

    EndpointConfigurator(WebSocketResources resources, String contextPath) {
        this.resources = resources;
        this.contextPath = contextPath;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
        return endpointClass.cast(new CollabEndpoint(resources));
    }

    /** Selects the first offered sub-protocol: a browser closes the connection if it has offered some and none is selected. */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return requested.isEmpty() ? "" : requested.get(0);
    }

    /**
     * Stores the handshake in the user properties, which Jakarta WebSocket 2.1 copies for each connection.
     *
     * @throws IllegalStateException if the container does not: a connection could get the credentials of another one
     */
    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        String rawPath = request.getRequestURI().getRawPath();
        Handshake.Route route = Handshake.route(contextPath, rawPath == null ? "" : rawPath);
        if (route == null) {
            throw new IllegalStateException("the container routes other paths than those registered");
        }
        ConnectRequest handshake = Handshake.read(
                route, request.getQueryString(), request.getHeaders(), request.getUserPrincipal(), null, null);
        if (config.getUserProperties().putIfAbsent(REQUEST, handshake) != null) {
            throw new IllegalStateException("the container shares the user properties of handshakes");
        }
    }
}
