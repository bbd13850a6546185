package io.collab.benchmarks.engine.driver;

/** A command that is answered with an error. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, as the answer names it. */
    enum Code {
        /** The line is not a JSON object. */
        BAD_JSON,
        /** There is no such op. */
        UNKNOWN_OP,
        /** An argument is missing or of the wrong kind. */
        BAD_ARGS,
        /** There is no such document or subdocument. */
        NO_DOC,
        /** The path leads to no type, or to one of another kind. */
        NO_TYPE,
        /** The position is not in the type. */
        OUT_OF_RANGE,
        /** The bytes are malformed. */
        DECODE,
        /** The engine lacks this. */
        UNSUPPORTED,
        /** A defect of the engine or of this program. */
        INTERNAL
    }

    private final Code code;

    /** An error with a sentence about it. */
    CommandException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns what is wrong. */
    Code code() {
        return code;
    }
}
