package io.collab.runtime.websocket;

import io.collab.api.Credentials;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Wire;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request that opens a WebSocket. The paths, below the application's context path: {@code /collab/h} for Hocuspocus, with or
 * without a slash at its end, {@code /collab/y/} and one to {@value #MAX_SEGMENTS} segments for y-websocket.
 */
public final class Handshake {
    /** The path of y-websocket clients; the document's name follows. */
    public static final String Y_PREFIX = "/collab/y/";

    /** The path of Hocuspocus clients. */
    public static final String HOCUSPOCUS_PATH = "/collab/h";

    /** The maximum number of segments of a document's name in a path. */
    public static final int MAX_SEGMENTS = 8;

    private static final String TOKEN = "token=";
    private static final int MAX_TOKEN_LENGTH = 8_192;

    private Handshake() {}

    /**
     * What the path of a request selects.
     *
     * @param rawName the part of the path that names the document, as in the request; empty on the wire whose frames name it
     */
    public record Route(Wire wire, String rawName) {}

    /**
     * Returns what a path selects, null if it selects nothing.
     *
     * @param contextPath the context path of the application
     * @param rawPath the path of the request, not decoded
     */
    public static @Nullable Route route(String contextPath, String rawPath) {
        String path = rawPath.startsWith(contextPath) ? rawPath.substring(contextPath.length()) : "";
        if (path.equals(HOCUSPOCUS_PATH) || path.equals(HOCUSPOCUS_PATH + "/")) {
            return new Route(Wire.HOCUSPOCUS, "");
        }
        String name = path.startsWith(Y_PREFIX) ? path.substring(Y_PREFIX.length()) : "";
        return name.isEmpty() || name.chars().filter(c -> c == '/').count() >= MAX_SEGMENTS
                ? null
                : new Route(Wire.Y_WEBSOCKET, name);
    }

    /**
     * Returns the request for the runtime.
     *
     * @param query the raw query string
     * @param headers the headers of the request, their names in any case
     * @param principal the user whom the container has authenticated
     * @param address the network address of the client
     * @param subProtocol the selected sub-protocol
     */
    public static ConnectRequest read(
            Route route,
            @Nullable String query,
            Map<String, List<String>> headers,
            @Nullable Principal principal,
            @Nullable String address,
            @Nullable String subProtocol) {
        Map<String, List<String>> lowerCase = new HashMap<>();
        headers.forEach((name, values) -> lowerCase.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        Credentials credentials = new Credentials(
                lowerCase,
                cookiesOf(lowerCase),
                first(lowerCase, "origin"),
                address,
                principal == null ? null : principal.getName(),
                tokenOf(query));
        return new ConnectRequest(route.wire(), route.rawName(), query, subProtocol, credentials);
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
            if (pair.startsWith(TOKEN) && pair.length() <= MAX_TOKEN_LENGTH) {
                try {
                    return URLDecoder.decode(pair.substring(TOKEN.length()), StandardCharsets.UTF_8);
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
