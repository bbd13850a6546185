package io.collab.crdt.lib0;

/**
 * Received bytes are malformed, exceed a limit or contradict known content. The method that throws it has changed nothing. {@link #reason()} is
 * stable and meant for metrics and tests; the message is for people.
 */
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kinds of failure. The names are stable. */
    public enum Reason {
        /** The input is incomplete. */
        TRUNCATED,
        /** Bytes follow after the end of the message. */
        TRAILING_BYTES,
        /** A number above 2^53-1, or one that this engine cannot represent at this point. */
        NUMBER_TOO_LARGE,
        /** Text that is not UTF-8. */
        BAD_UTF8,
        /** Text that must be JSON and is not. */
        BAD_JSON,
        /** An unknown tag of a value, content, type or message. */
        UNKNOWN_TAG,
        /** A struct or a deleted range of length zero. */
        ZERO_LENGTH,
        /** Two sections for one client in an update or a state vector. */
        DUPLICATE_CLIENT,
        /** A struct that refers to itself or to a later struct of its own client. */
        SELF_REFERENCE,
        /** Values, or types to be copied, that are nested too deeply. */
        TOO_DEEP,
        /** More work than the limits allow for one message. */
        TOO_MUCH_WORK,
        /** More pending data because of missing dependencies than the limits allow. */
        TOO_MUCH_PENDING,
        /** More or larger entries than the limits of a table allow. */
        TOO_MUCH_DATA,
        /** Ids that are known with other content. */
        CONFLICTING_CONTENT
    }

    private final Reason reason;

    /**
     * Creates the exception.
     *
     * @param reason the kind of failure
     * @param message description for people, without any payload
     */
    public DecodeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns the kind of failure. */
    public Reason reason() {
        return reason;
    }
}
