package io.collab.runtime.websocket;

import io.collab.api.Credentials;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Wire;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the handshake while its raw form is available, and creates the endpoint, into which containers inject nothing. Thread-safe.
 */
final class EndpointConfigurator extends ServerEndpointConfig.Configurator {
    /** The user property that holds the {@link ConnectRequest} of a connection. */
    static final String REQUEST = "io.collab.request";

    private static final int MAX_TOKEN_LENGTH = 8_192;

    private final WebSocketTransport transport;
    private final Wire wire;

    EndpointConfigurator(WebSocketTransport transport, Wire wire) {
        this.transport = transport;
        this.wire = wire;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
        return endpointClass.cast(new CollabEndpoint(transport));
    }

    /** Selects the first offered sub-protocol: a browser closes the connection if it has offered some and none is selected. */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return requested.isEmpty() ? "" : requested.get(0);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        String rawPath = request.getRequestURI().getRawPath();
        String query = request.getQueryString();
        Map<String, List<String>> headers = headersOf(request);
        Principal principal = request.getUserPrincipal();
        Credentials credentials = new Credentials(
                headers,
                cookiesOf(headers),
                first(headers, "origin"),
                null,
                principal == null ? null : principal.getName(),
                tokenOf(query));
        String documentPath = transport.documentPath(wire, rawPath == null ? "" : rawPath);
        config.getUserProperties().put(REQUEST, new ConnectRequest(wire, documentPath, query, null, credentials));
    }

    private static Map<String, List<String>> headersOf(HandshakeRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        request.getHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return headers;
    }

    private static Map<String, String> cookiesOf(Map<String, List<String>> headers) {
        Map<String, String> cookies = new HashMap<>();
        for (String line : headers.getOrDefault("cookie", List.of())) {
            for (String pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    cookies.put(
                            pair.substring(0, equals).strip(),
                            pair.substring(equals + 1).strip());
                }
            }
        }
        return cookies;
    }

    private static @Nullable String tokenOf(@Nullable String query) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            if (pair.startsWith("token=") && pair.length() <= MAX_TOKEN_LENGTH) {
                try {
                    return URLDecoder.decode(pair.substring("token=".length()), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException malformed) {
                    return null;
                }
            }
        }
        return null;
    }

    private static @Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }
}
