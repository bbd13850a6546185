package io.collab.api;

import org.jspecify.annotations.Nullable;

/** A failed operation that would exceed a configured limit. Nothing was changed. */
public final class LimitExceededException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     */
    public LimitExceededException(String code, String message) {
        this(code, message, null);
    }

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     * @param cause the cause, null if there is none
     */
    public LimitExceededException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.TOO_LARGE, message, cause);
    }

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param closeCode the code with which an affected connection is closed
     * @param message a description without document content or tokens
     */
    public LimitExceededException(String code, CloseCode closeCode, String message) {
        super(code, closeCode, message, null);
    }
}
