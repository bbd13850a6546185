package io.collab.runtime.protocol;

import io.collab.api.Update;
import io.collab.api.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a client says. Every message but a {@link Pong} is about one document on its socket, which it names by an address:
 * the client's own string on a wire that carries many, empty on one that carries one.
 */
public sealed interface ClientMessage {
    /** The client's name for the document that this is about. */
    String address();

    /**
     * Who I am: the first message of a document, or a fresh token for one that is open.
     *
     * @param clientVersion the version of the client's library when it says one; it tells what the client understands
     */
    record Authenticate(
            String address, String token, @Nullable String clientVersion) implements ClientMessage {}

    /** What I have; send what I lack. */
    record SyncStep1(String address, Version version) implements ClientMessage {}

    /** The answer to a SyncStep1 of the server. */
    record SyncStep2(String address, Update update) implements ClientMessage {}

    /** A change. */
    record Edit(String address, Update update) implements ClientMessage {}

    /** Who is here and where: an awareness update, still encoded. */
    record Presence(String address, byte[] bytes) implements ClientMessage {}

    /** Who else is here? */
    record PresenceQuery(String address) implements ClientMessage {}

    /** A message of the application, which nothing stores. */
    record Stateless(String address, String payload) implements ClientMessage {}

    /** I leave this document; the socket stays. */
    record Leave(String address) implements ClientMessage {}

    /** The answer to a ping of the server. */
    record Pong() implements ClientMessage {
        @Override
        public String address() {
            return "";
        }
    }
}
