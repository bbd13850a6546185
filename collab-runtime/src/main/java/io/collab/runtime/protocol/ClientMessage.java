package io.collab.runtime.protocol;

import io.collab.api.ProtocolException;
import io.collab.api.Update;
import io.collab.api.Version;
import org.jspecify.annotations.Nullable;

/**
 * A message from a client. Every message but a {@link Pong} is about one document on its socket, which it names by an address:
 * the client's own string on a wire that carries many documents, empty on a wire that carries one.
 */
public sealed interface ClientMessage {
    /** Returns the client's name for the document that this message is about. */
    String address();

    /**
     * The token of the user: the first message of a document.
     *
     * @param clientVersion the version of the client's library, null if the client does not send it
     */
    record Authenticate(
            String address, String token, @Nullable String clientVersion) implements ClientMessage {}

    /** The version that the client has; the server answers with the updates that it lacks. */
    record SyncStep1(String address, Version version) implements ClientMessage {}

    /** The answer to a SyncStep1 of the server. */
    record SyncStep2(String address, Update update) implements ClientMessage {}

    /** A change of the document. */
    record Edit(String address, Update update) implements ClientMessage {}

    /** An encoded awareness update. */
    record Presence(String address, byte[] bytes) implements ClientMessage {}

    /** A request for the presence of all clients. */
    record PresenceQuery(String address) implements ClientMessage {}

    /** A message of the application, which is not stored. */
    record Stateless(String address, String payload) implements ClientMessage {}

    /** A message of a type that this server does not know, from a newer client. It is ignored. */
    record Unknown(String address) implements ClientMessage {}

    /** A message that cannot be read. It closes its document on this connection; other documents stay open. */
    record Unreadable(String address, ProtocolException reason) implements ClientMessage {}

    /** The client leaves this document; the socket stays open. */
    record Leave(String address) implements ClientMessage {}

    /** The answer to a ping of the server. */
    record Pong() implements ClientMessage {
        @Override
        public String address() {
            return "";
        }
    }
}
