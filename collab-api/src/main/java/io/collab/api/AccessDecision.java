package io.collab.api;

/** The result of an {@link Authorizer}. Thread-safe: immutable. */
public sealed interface AccessDecision {
    /**
     * The result for a user with access.
     *
     * @param access the level of access; {@link Access#NONE} is equivalent to {@link Denied}
     */
    record Granted(Access access) implements AccessDecision {}

    /**
     * The result for a user without access.
     *
     * @param reason a text that is sent to the client
     */
    record Denied(String reason) implements AccessDecision {}
}
