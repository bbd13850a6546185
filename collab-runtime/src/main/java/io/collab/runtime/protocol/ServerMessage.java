package io.collab.runtime.protocol;

import io.collab.api.Access;
import io.collab.api.Update;
import io.collab.api.Version;

/** What the server says to a client about one document. */
public sealed interface ServerMessage {
    /** You are in. */
    record Authenticated(Access access) implements ServerMessage {}

    /** You are not. */
    record Denied(String reason) implements ServerMessage {}

    /** What the log has; send what it lacks. */
    record SyncStep1(Version version) implements ServerMessage {}

    /** The answer to a SyncStep1 of the client, or the last part of it. */
    record SyncStep2(Update update) implements ServerMessage {}

    /** A change, or a part of an answer before the last. */
    record Edit(Update update) implements ServerMessage {}

    /**
     * What became of one message of the client.
     *
     * @param durable true: it is in the log; false: it is refused
     */
    record Saved(boolean durable) implements ServerMessage {}

    /** Who is here and where: an awareness update, encoded. */
    record Presence(byte[] bytes) implements ServerMessage {}

    /** A message of the server that nothing stores. */
    record Stateless(String payload) implements ServerMessage {}

    /** The document is closed on this socket. */
    record Closed(String reason) implements ServerMessage {}

    /** Nothing, said so that the client knows the socket lives. */
    record KeepAlive() implements ServerMessage {}
}
