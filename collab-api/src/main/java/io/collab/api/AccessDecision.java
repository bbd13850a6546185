package io.collab.api;

/** The answer of an {@link Authorizer}. */
public sealed interface AccessDecision {
    /**
     * Come in.
     *
     * @param access what is allowed; {@link Access#NONE} is the same as denied
     */
    record Granted(Access access) implements AccessDecision {}

    /**
     * Stay out.
     *
     * @param reason told to the client
     */
    record Denied(String reason) implements AccessDecision {}
}
