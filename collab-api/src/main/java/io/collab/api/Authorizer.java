package io.collab.api;

import java.util.concurrent.CompletionStage;

/**
 * The authorization of a user for a document. Implemented by applications.
 *
 * <p>Called by several threads at the same time, once for each document that a client opens on a connection, after
 * {@link Authenticator}. It may block: it runs on threads reserved for application code. The decision holds until the
 * client closes the document.
 */
@FunctionalInterface
public interface Authorizer {
    /**
     * Decides about the access of a user to a document.
     *
     * @param principal the principal of {@link Authentication.Authenticated}
     * @param document the id of the document, with the tenant of {@link Authentication.Authenticated}
     * @return a stage with the decision. If this method throws or the stage fails, access is denied and the cause is
     *     logged
     */
    CompletionStage<AccessDecision> authorize(String principal, DocumentId document);
}
