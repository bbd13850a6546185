package io.collab.api;

import org.jspecify.annotations.Nullable;

/** The document is absent, or it has another generation than the caller believes. Nothing has changed. */
public final class SequenceConflictException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     */
    public SequenceConflictException(String code, String message) {
        this(code, message, null);
    }

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     * @param cause what it comes from
     */
    public SequenceConflictException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.DOCUMENT_REPLACED, message, cause);
    }
}
