package io.collab.api;

import java.util.concurrent.CompletionStage;

/**
 * The authentication of clients. Implemented by applications.
 *
 * <p>Called by several threads at the same time, once for each document that a client opens on a connection, and once
 * for each token that the client sends later for that document: in order, and the last result decides. It may block: it
 * runs on threads reserved for application code.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * Determines the identity of a client.
     *
     * @param credentials the credentials of the handshake, with the token that the client sent for this document if it
     *     sent one
     * @return a stage with the identity or the refusal. If this method throws, or the stage fails or is not complete
     *     after 30 seconds, the cause is logged and the client is asked to retry later (close code 1013)
     */
    CompletionStage<Authentication> authenticate(Credentials credentials);
}
