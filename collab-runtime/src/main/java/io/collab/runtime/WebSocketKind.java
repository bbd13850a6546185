package io.collab.runtime;

import java.util.Locale;

/** How WebSockets are served under Jakarta EE. */
public enum WebSocketKind {
    /** {@link #UPGRADE} on Payara and GlassFish, {@link #JAKARTA} on other servers. */
    AUTO,
    /** By the server's implementation of Jakarta WebSocket. */
    JAKARTA,
    /** By the runtime itself, on the upgrade of servlets. */
    UPGRADE;

    static WebSocketKind of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "jakarta" -> JAKARTA;
            case "upgrade" -> UPGRADE;
            default -> throw new IllegalArgumentException("expects auto, jakarta or upgrade");
        };
    }
}
