package io.collab.spi.transport;

import io.collab.api.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * What a socket was opened with.
 *
 * @param wire the protocol spoken over it
 * @param rawPath for {@link Wire#Y_WEBSOCKET} the document's name as it stood in the request target, behind context path
 *     and prefix, still percent-encoded and without the query; empty for {@link Wire#HOCUSPOCUS}
 * @param query the raw query string, null when there was none
 * @param subProtocol the sub-protocol that was agreed on, null when none
 * @param credentials what was shown
 */
public record ConnectRequest(
        Wire wire,
        String rawPath,
        @Nullable String query,
        @Nullable String subProtocol,
        Credentials credentials) {
    /** Leaves out the query, which may carry a token. */
    @Override
    public String toString() {
        return "ConnectRequest[" + wire + " " + rawPath + "]";
    }
}
