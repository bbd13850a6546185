package io.collab.runtime.protocol;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.Update;
import io.collab.api.Version;

/** A message from the server to a client about one document. */
public sealed interface ServerMessage {
    /** The client is authenticated and has joined the document with this access. */
    record Authenticated(Access access) implements ServerMessage {}

    /**
     * The client may not open the document.
     *
     * @param reason a text for the client, without detail that helps an attacker
     */
    record Denied(String reason) implements ServerMessage {}

    /** The version of the durable state; the client answers with the updates that it lacks. */
    record SyncStep1(Version version) implements ServerMessage {}

    /** A part of the answer to the client's SyncStep1, but not the last one. */
    record SyncPart(Update update) implements ServerMessage {}

    /** The answer to the client's SyncStep1, or its last part. */
    record SyncStep2(Update update) implements ServerMessage {}

    /** A change of the document. */
    record Edit(Update update) implements ServerMessage {}

    /**
     * The result of one message of the client that wants to change the document.
     *
     * @param durable true if the change is in the log, false if it was refused
     */
    record Saved(boolean durable) implements ServerMessage {}

    /** An encoded awareness update. */
    record Presence(byte[] bytes) implements ServerMessage {}

    /**
     * Saving has stalled, or has resumed. Not about a single change: those are answered by {@link Saved}.
     *
     * @param stalled true if the log cannot be written at the moment
     */
    record SavingStalled(boolean stalled) implements ServerMessage {}

    /** The client has left the document; the socket stays open. */
    record Left() implements ServerMessage {}

    /** The server has closed the document on this socket; the socket stays open. */
    record Closed(CloseCode code, String reason) implements ServerMessage {}

    /** An empty message, so that the client sees that the socket is alive. */
    record KeepAlive() implements ServerMessage {}
}
