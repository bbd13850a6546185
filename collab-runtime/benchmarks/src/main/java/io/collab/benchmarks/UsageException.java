package io.collab.benchmarks;

/** Invalid arguments; the message is a sentence for the user. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message for the user. */
    public UsageException(String message) {
        super(message);
    }

    /** Creates the exception with a message for the user and its cause. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
