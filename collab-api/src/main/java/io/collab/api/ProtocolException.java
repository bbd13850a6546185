package io.collab.api;

import org.jspecify.annotations.Nullable;

/** Bytes of a peer that violate its protocol. Nothing was changed. */
public final class ProtocolException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     */
    public ProtocolException(String code, String message) {
        this(code, message, null);
    }

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     * @param cause the cause, null if there is none
     */
    public ProtocolException(String code, String message, @Nullable Throwable cause) {
        super(
                code,
                code.equals(DocumentId.BAD_ID) ? CloseCode.BAD_DOCUMENT_NAME : CloseCode.BAD_MESSAGE,
                message,
                cause);
    }
}
