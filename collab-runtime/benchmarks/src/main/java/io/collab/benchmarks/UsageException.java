package io.collab.benchmarks;

/** What is wrong with the arguments, as a sentence for the user. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With that sentence. */
    public UsageException(String message) {
        super(message);
    }

    /** With that sentence and what has led to it. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
