package io.collab.api;

import org.jspecify.annotations.Nullable;

/** The configuration cannot be used; the node does not start. */
public final class ConfigurationException extends CollabException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     */
    public ConfigurationException(String code, String message) {
        this(code, message, null);
    }

    /**
     * @param code the stable code
     * @param message what happened, without content or tokens
     * @param cause what it comes from
     */
    public ConfigurationException(String code, String message, @Nullable Throwable cause) {
        super(code, CloseCode.INTERNAL_ERROR, message, cause);
    }
}
