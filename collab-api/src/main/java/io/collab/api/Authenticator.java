package io.collab.api;

import java.util.concurrent.CompletionStage;

/**
 * The authentication of clients. Implemented by applications.
 *
 * <p>Called by several threads at the same time, once for each document that a client opens on a connection. It is
 * called again if the client sends another token for a document that was refused. A token for a document that is open,
 * or that is being opened, is ignored. It may block: it runs on threads reserved for application code.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * Determines the identity of a client.
     *
     * @param credentials the credentials of the handshake, with the token that the client sent for this document if it
     *     sent one
     * @return a stage with the identity or the refusal. If this method throws or the stage fails, the client is refused
     *     and the cause is logged
     */
    CompletionStage<Authentication> authenticate(Credentials credentials);
}
