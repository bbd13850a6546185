package io.collab.api;

/** The result of an {@link Authenticator}. Thread-safe: immutable. */
public sealed interface Authentication {
    /**
     * The result for a client whose identity is known.
     *
     * @param tenant the tenant whose documents the client may ask for, as {@link DocumentId#tenant()}. It must come
     *     from the application and never from a name that the client sends
     * @param principal the name of the user, as {@link Author#principal()}
     */
    record Authenticated(String tenant, String principal) implements Authentication {}

    /**
     * The result for a client whose identity is not known.
     *
     * @param reason a text that is sent to the client; it must not help an attacker
     */
    record Refused(String reason) implements Authentication {}
}
