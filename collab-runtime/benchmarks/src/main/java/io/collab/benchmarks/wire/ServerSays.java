package io.collab.benchmarks.wire;

/** What a server tells a client, as far as the tool cares. */
public sealed interface ServerSays {
    /** Tell me what I lack. */
    record Step1(byte[] stateVector) implements ServerSays {}

    /** This is what you lack. */
    record Step2(byte[] update) implements ServerSays {}

    /** Somebody has changed something. */
    record Update(byte[] update) implements ServerSays {}

    /** The oldest message that was not yet answered is, or is not, applied. */
    record Saved(boolean isSaved) implements ServerSays {}

    /** Are you there? To be answered with these bytes. */
    record Ping(byte[] answer) implements ServerSays {}

    /** Refused, or the document was closed. */
    record Refused(String why) implements ServerSays {}

    /** Presence and the rest. */
    record Other() implements ServerSays {}
}
