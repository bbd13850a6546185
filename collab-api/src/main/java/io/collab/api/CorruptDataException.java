package io.collab.api;

import org.jspecify.annotations.Nullable;

/** Stored bytes cannot be read. They are left as they are, for somebody to look at. */
public final class CorruptDataException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     */
    public CorruptDataException(String code, String message) {
        this(code, message, null);
    }

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     * @param cause what it comes from
     */
    public CorruptDataException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.CORRUPT_DOCUMENT, message, cause);
    }
}
