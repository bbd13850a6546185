package io.collab.spi.transport;

import io.collab.api.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of a socket. Thread-safe: immutable.
 *
 * @param wire the protocol of the connection
 * @param rawPath for {@link Wire#Y_WEBSOCKET} the name of the document as in the request target, after context path and
 *     prefix, percent-encoded, without the query; empty for {@link Wire#HOCUSPOCUS}
 * @param query the raw query string, null if there is none
 * @param subProtocol the negotiated sub-protocol, null if there is none or the transport does not report it
 * @param credentials the credentials of the client
 */
public record ConnectRequest(
        Wire wire,
        String rawPath,
        @Nullable String query,
        @Nullable String subProtocol,
        Credentials credentials) {
    /** Returns the wire and the path. Omits the query, which may contain a token. */
    @Override
    public String toString() {
        return "ConnectRequest[" + wire + " " + rawPath + "]";
    }
}
