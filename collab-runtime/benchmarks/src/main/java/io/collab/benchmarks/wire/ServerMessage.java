package io.collab.benchmarks.wire;

/** The messages of a server that the tool distinguishes. */
public sealed interface ServerMessage {
    /** A request for what the server lacks. */
    record Step1(byte[] stateVector) implements ServerMessage {}

    /** The content that the client lacks. */
    record Step2(byte[] update) implements ServerMessage {}

    /** A change of another client. */
    record Update(byte[] update) implements ServerMessage {}

    /** The acknowledgement of the oldest open message: applied or not. */
    record Saved(boolean isSaved) implements ServerMessage {}

    /** A ping, to be answered with these bytes. */
    record Ping(byte[] answer) implements ServerMessage {}

    /** The client was refused, or the document was closed. */
    record Refused(String why) implements ServerMessage {}

    /** Presence and the rest. */
    record Other() implements ServerMessage {}
}
