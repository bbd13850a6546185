package io.collab.api;

import java.util.concurrent.CompletionStage;

/**
 * Says who somebody is. Implemented by applications. Called from several threads at once; may block, for it runs on a
 * thread kept for the application's code.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * @param credentials what was shown; its token may be a fresh one for a connection that is already open
     * @return who it is, or why that cannot be said; a failed stage counts as refused, and its cause is logged
     */
    CompletionStage<Authentication> authenticate(Credentials credentials);
}
