package io.collab.api;

import java.util.concurrent.CompletionStage;

/**
 * Says what somebody may do in a document. Implemented by applications. Called from several threads at once; may block,
 * for it runs on a thread kept for the application's code.
 */
@FunctionalInterface
public interface Authorizer {
    /**
     * @param principal as the {@link Authenticator} named it
     * @param document which document; its tenant is the authenticated one
     * @return the decision; a failed stage counts as denied, and its cause is logged
     */
    CompletionStage<AccessDecision> authorize(String principal, DocumentId document);
}
