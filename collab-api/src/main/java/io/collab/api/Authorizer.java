package io.collab.api;

import java.util.concurrent.CompletionStage;

/**
 * The authorization of a user for a document. Implemented by applications.
 *
 * <p>Called by several threads at the same time, after each successful call of {@link Authenticator}. It may block: it
 * runs on threads reserved for application code. The decision holds until the client closes the document or sends
 * another token.
 */
@FunctionalInterface
public interface Authorizer {
    /**
     * Decides about the access of a user to a document.
     *
     * @param principal the principal of {@link Authentication.Authenticated}
     * @param document the id of the document, with the tenant of {@link Authentication.Authenticated}
     * @return a stage with the decision. If this method throws or the stage fails, the cause is logged and the client is
     *     asked to retry later (close code 1013)
     */
    CompletionStage<AccessDecision> authorize(String principal, DocumentId document);
}
