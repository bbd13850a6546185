package io.collab.api;

/**
 * The reason for which the server closes a connection, as a WebSocket close code (RFC 6455 section 7.4).
 *
 * <p>After a retryable code a client may reconnect by itself; after a final code a user or an operator has to act
 * first. Codes from 4400 to 4499 are final and codes from 4500 to 4599 are retryable, as in the y-websocket client,
 * version 3.
 */
public enum CloseCode {
    /** The regular end. The runtime uses it only for a socket that is already closed or broken. */
    NORMAL(1000, false),
    /** A message is larger than any may be: than {@code collab.connection.max-sync}. */
    MESSAGE_TOO_BIG(1009, false),
    /** The node shuts down. The client may connect to another node, or to this one later. */
    SERVICE_RESTART(1012, true),
    /** The document cannot be served now: it cannot be loaded in time, or too many requests are waiting. */
    TRY_AGAIN_LATER(1013, true),
    /** The peer sent bytes that violate its protocol. */
    BAD_MESSAGE(4400, false),
    /** The peer is not authenticated. */
    UNAUTHORIZED(4401, false),
    /** The peer is authenticated and not authorized. */
    FORBIDDEN(4403, false),
    /** The name is not a valid document name. */
    BAD_DOCUMENT_NAME(4404, false),
    /** The document was deleted or re-created. The content of the client belongs to another generation. */
    DOCUMENT_REPLACED(4409, false),
    /** The change or the document is larger than a limit, or the change would make the document so. */
    TOO_LARGE(4413, false),
    /** The stored document cannot be read. An operator has to act. */
    CORRUPT_DOCUMENT(4422, false),
    /** The server failed because of a defect. */
    INTERNAL_ERROR(4500, true),
    /** The log cannot be written. The client still has every change that was not acknowledged. */
    STORAGE_UNAVAILABLE(4503, true),
    /** The store has lost durable commits. A client that reconnects sends what it has and the store lacks. */
    LOG_REGRESSED(4510, true),
    /** The peer was silent for too long. */
    IDLE_TIMEOUT(4508, true),
    /** The peer reads more slowly than the document changes. */
    SLOW_CONSUMER(4513, true),
    /** The peer sends faster than the server processes. */
    TOO_FAST(4529, true);

    private final int code;
    private final boolean retryable;

    CloseCode(int code, boolean retryable) {
        this.code = code;
        this.retryable = retryable;
    }

    /** Returns the number on the wire. */
    public int code() {
        return code;
    }

    /** Returns whether a client may reconnect by itself. */
    public boolean retryable() {
        return retryable;
    }
}
