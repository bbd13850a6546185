package io.collab.api;

import org.jspecify.annotations.Nullable;

/** A configuration that cannot be used. The node does not start. */
public final class ConfigurationException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     */
    public ConfigurationException(String code, String message) {
        this(code, message, null);
    }

    /**
     * Creates an exception.
     *
     * @param code the stable code
     * @param message a description without document content or tokens
     * @param cause the cause, null if there is none
     */
    public ConfigurationException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.INTERNAL_ERROR, message, cause);
    }
}
