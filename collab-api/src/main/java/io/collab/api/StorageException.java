package io.collab.api;

import org.jspecify.annotations.Nullable;

/**
 * A store that could not answer. If it is thrown by a write, the outcome is unknown, and the caller may retry with the
 * same operation ids.
 */
public non-sealed class StorageException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     */
    public StorageException(String code, String message) {
        this(code, message, null);
    }

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     * @param cause the cause, null if there is none
     */
    public StorageException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.STORAGE_UNAVAILABLE, message, cause);
    }

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param closeCode the code with which an affected connection is closed
     * @param message a description without document content or tokens
     * @param cause the cause, null if there is none
     */
    public StorageException(String code, CloseCode closeCode, String message, @Nullable Throwable cause) {
        super(code, closeCode, message, cause);
    }

    /**
     * Creates an exception for a document that cannot be served now, although it is intact. Its close code is
     * {@link CloseCode#TRY_AGAIN_LATER}.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     * @param cause the cause, null if there is none
     */
    public static StorageException tryAgainLater(String code, String message, @Nullable Throwable cause) {
        return new StorageException(code, CloseCode.TRY_AGAIN_LATER, message, cause);
    }
}
