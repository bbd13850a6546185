package io.collab.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a client. Thread-safe: immutable, if the lists of header values are. Values may be secrets
 * (tokens, cookies), so {@link #toString()} omits them.
 *
 * @param headers the headers of the handshake, by name in lower case
 * @param cookies the cookies of the handshake, by name
 * @param origin the {@code Origin} header, null if there is none
 * @param address the network address of the peer, as the server sees it: that of a proxy, if there is one and the server does not
 *     interpret its headers. Null if the transport does not know it, like Jakarta WebSocket
 * @param principal the name that the container has already authenticated, null if there is none
 * @param token the token of the client: the {@code token} query parameter, or the token of the Hocuspocus Auth message;
 *     null if there is none. An empty token is none
 */
public record Credentials(
        Map<String, List<String>> headers,
        Map<String, String> cookies,
        @Nullable String origin,
        @Nullable String address,
        @Nullable String principal,
        @Nullable String token) {
    /** Copies the maps; the lists of header values are not copied. An empty token becomes null. */
    public Credentials {
        token = token == null || token.isEmpty() ? null : token;
        headers = Map.copyOf(headers);
        cookies = Map.copyOf(cookies);
    }

    /** Returns credentials without any value. */
    public static Credentials none() {
        return new Credentials(Map.of(), Map.of(), null, null, null, null);
    }

    /**
     * Returns credentials that differ only in the token.
     *
     * @param other the token, null or empty for none
     */
    public Credentials withToken(@Nullable String other) {
        return new Credentials(headers, cookies, origin, address, principal, other);
    }

    /** Returns the numbers of headers and cookies, and whether there is a token. Names and values are never printed. */
    @Override
    public String toString() {
        return "Credentials[" + headers.size() + " headers, " + cookies.size() + " cookies, "
                + (token == null ? "no token" : "a token") + "]";
    }
}
