package io.collab.api;

import org.jspecify.annotations.Nullable;

/** A configured limit would be passed. Nothing has changed. */
public final class LimitExceededException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     */
    public LimitExceededException(String code, String message) {
        this(code, message, null);
    }

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     * @param cause what it comes from
     */
    public LimitExceededException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.TOO_LARGE, message, cause);
    }

    /**
     * @param code the stable code
     * @param closeCode how a connection ends that this concerns
     * @param message what happened, without content or tokens
     */
    public LimitExceededException(String code, CloseCode closeCode, String message) {
        super(code, closeCode, message, null);
    }
}
