package io.collab.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who wants in has shown. Thread-safe: immutable. Its text form names no value, for tokens and cookies are
 * secrets.
 *
 * @param headers the headers of the handshake, names in lower case
 * @param cookies the cookies of the handshake by name
 * @param origin the {@code Origin} header, null when there was none
 * @param address the peer's network address as the container knows it, null when it does not
 * @param principal the name the container had already authenticated, null when none
 * @param token what the client sent as its token: a {@code token} query parameter, or the token of the Hocuspocus Auth
 *     message; null when none
 */
public record Credentials(
        Map<String, List<String>> headers,
        Map<String, String> cookies,
        @Nullable String origin,
        @Nullable String address,
        @Nullable String principal,
        @Nullable String token) {
    /** Copies the maps. */
    public Credentials {
        headers = Map.copyOf(headers);
        cookies = Map.copyOf(cookies);
    }

    /** Nothing was shown. */
    public static Credentials none() {
        return new Credentials(Map.of(), Map.of(), null, null, null, null);
    }

    /** The same with another token. */
    public Credentials withToken(@Nullable String other) {
        return new Credentials(headers, cookies, origin, address, principal, other);
    }

    @Override
    public String toString() {
        return "Credentials[" + headers.size() + " headers, " + cookies.size() + " cookies, "
                + (token == null ? "no token" : "a token") + "]";
    }
}
