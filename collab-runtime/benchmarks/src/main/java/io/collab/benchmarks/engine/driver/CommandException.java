package io.collab.benchmarks.engine.driver;

/** A command that is answered with an error. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The error code in the answer. */
    enum Code {
        /** The line is not a JSON object. */
        BAD_JSON,
        /** There is no such op. */
        UNKNOWN_OP,
        /** An argument is missing or of the wrong kind. */
        BAD_ARGS,
        /** There is no such document or subdocument. */
        NO_DOC,
        /** There is no type at the path, or one of another kind. */
        NO_TYPE,
        /** The position is not in the type. */
        OUT_OF_RANGE,
        /** The bytes are malformed. */
        DECODE,
        /** The engine does not support this. */
        UNSUPPORTED,
        /** A defect of the engine or of this program. */
        INTERNAL
    }

    private final Code code;

    /** Creates the exception with a code and a message. */
    CommandException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns the error code. */
    Code code() {
        return code;
    }
}
