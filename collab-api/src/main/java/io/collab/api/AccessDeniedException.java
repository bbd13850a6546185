package io.collab.api;

import org.jspecify.annotations.Nullable;

/** Somebody may not do that. Nothing has changed. */
public final class AccessDeniedException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     */
    public AccessDeniedException(String code, String message) {
        this(code, message, null);
    }

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     * @param cause what it comes from
     */
    public AccessDeniedException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.FORBIDDEN, message, cause);
    }
}
