package io.collab.crdt.lib0;

/**
 * Bytes that came from outside cannot be understood or exceed a bound. Whoever throws it has changed nothing.
 * {@link #reason()} is stable and meant for metrics and tests; the message is for people.
 */
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. The names are stable. */
    public enum Reason {
        /** The input ends in the middle of something. */
        TRUNCATED,
        /** Something follows after the end of the message. */
        TRAILING_BYTES,
        /** A number above 2^53-1, or one that this engine cannot hold in its place. */
        NUMBER_TOO_LARGE,
        /** A variable-length number with superfluous bytes: the same value has a shorter form. */
        NON_MINIMAL_NUMBER,
        /** Text that is not UTF-8. */
        BAD_UTF8,
        /** Text that should be JSON and is not. */
        BAD_JSON,
        /** A tag of a value, content, type or message that does not exist. */
        UNKNOWN_TAG,
        /** A struct or a deleted range of length zero. */
        ZERO_LENGTH,
        /** One client has two sections in an update or a state vector. */
        DUPLICATE_CLIENT,
        /** A struct that refers to itself or to a later struct of its own client. */
        SELF_REFERENCE,
        /** Values, or types that are to be copied, nested too deeply. */
        TOO_DEEP,
        /** More work than the limits allow for one message. */
        TOO_MUCH_WORK,
        /** More data would wait for missing dependencies than the limits allow. */
        TOO_MUCH_PENDING,
        /** More entries, or larger ones, than the owner of a table allows. */
        TOO_MUCH_DATA
    }

    private final Reason reason;

    /**
     * Creates the exception.
     *
     * @param reason what is wrong
     * @param message one sentence for people, without any of the payload
     */
    public DecodeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns what is wrong with the bytes. */
    public Reason reason() {
        return reason;
    }
}
