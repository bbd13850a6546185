package io.collab.api;

import org.jspecify.annotations.Nullable;

/** A store could not answer. Of an append the outcome is unknown: it is asked again with the same operation ids. */
public non-sealed class StorageException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     */
    public StorageException(String code, String message) {
        this(code, message, null);
    }

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     * @param cause what it comes from
     */
    public StorageException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.STORAGE_UNAVAILABLE, message, cause);
    }

    /**
     * @param code the stable code
     * @param closeCode how a connection ends that this concerns
     * @param message what happened, without content or tokens
     * @param cause what it comes from
     */
    public StorageException(String code, CloseCode closeCode, String message, @Nullable Throwable cause) {
        super(code, closeCode, message, cause);
    }

    /** The document cannot be served now, but soon: nothing is wrong with it. */
    public static StorageException tryAgainLater(String code, String message, @Nullable Throwable cause) {
        return new StorageException(code, CloseCode.TRY_AGAIN_LATER, message, cause);
    }
}
