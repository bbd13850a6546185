package io.collab.api;

import org.jspecify.annotations.Nullable;

/** A failed operation on a document that is absent or has another generation than expected. Nothing was changed. */
public final class SequenceConflictException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     */
    public SequenceConflictException(String code, String message) {
        this(code, message, null);
    }

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     * @param cause the cause, null if there is none
     */
    public SequenceConflictException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.DOCUMENT_REPLACED, message, cause);
    }
}
