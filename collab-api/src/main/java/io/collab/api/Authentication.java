package io.collab.api;

/** The answer of an {@link Authenticator}. */
public sealed interface Authentication {
    /**
     * It is known who it is.
     *
     * @param tenant whose documents are meant, as {@link DocumentId#tenant()}; never taken from what a client names
     * @param principal the user's name, as {@link Author#principal()}
     */
    record Authenticated(String tenant, String principal) implements Authentication {}

    /**
     * It is not.
     *
     * @param reason told to the client: no detail that helps an attacker
     */
    record Refused(String reason) implements Authentication {}
}
