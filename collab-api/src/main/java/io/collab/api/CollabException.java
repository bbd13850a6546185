package io.collab.api;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a client, an operator or an application can act on. Each has a stable code: lower-case words joined by
 * {@code -}, the same in logs, close reasons and documentation. Messages never contain document content or tokens.
 */
public abstract sealed class CollabException extends RuntimeException
        permits ProtocolException,
                LimitExceededException,
                StorageException,
                SequenceConflictException,
                CorruptDataException,
                ConfigurationException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final CloseCode closeCode;

    CollabException(String code, CloseCode closeCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.closeCode = closeCode;
    }

    /** Returns the stable code. */
    public String code() {
        return code;
    }

    /** Returns the code with which an affected connection is closed. */
    public CloseCode closeCode() {
        return closeCode;
    }
}
