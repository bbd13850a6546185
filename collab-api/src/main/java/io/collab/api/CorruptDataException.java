package io.collab.api;

import org.jspecify.annotations.Nullable;

/** Stored bytes that cannot be read. They are not changed, so that an operator can examine them. */
public final class CorruptDataException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     */
    public CorruptDataException(String code, String message) {
        this(code, message, null);
    }

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     * @param cause the cause, null if there is none
     */
    public CorruptDataException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.CORRUPT_DOCUMENT, message, cause);
    }
}
