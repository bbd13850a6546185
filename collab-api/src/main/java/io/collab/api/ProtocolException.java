package io.collab.api;

import org.jspecify.annotations.Nullable;

/** A peer's bytes break its protocol. Nothing has changed. */
public final class ProtocolException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     */
    public ProtocolException(String code, String message) {
        this(code, message, null);
    }

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     * @param cause what it comes from
     */
    public ProtocolException(String code, String message, @Nullable Throwable cause) {
        super(
                code,
                code.equals("bad-document-id") ? CloseCode.BAD_DOCUMENT_NAME : CloseCode.BAD_MESSAGE,
                message,
                cause);
    }
}
