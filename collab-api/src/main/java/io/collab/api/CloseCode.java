package io.collab.api;

/**
 * Why a connection is closed by the server, as a WebSocket close code (RFC 6455 section 7.4). A client may come back by
 * itself after a retryable code; after a final one somebody has to do something first. Codes 4400 to 4499 are final and
 * 4500 to 4599 retryable, as the stock y-websocket client 3 has it.
 */
public enum CloseCode {
    /** The work is done. */
    NORMAL(1000, false),
    /** A frame is larger than {@code collab.connection.max-frame}. */
    MESSAGE_TOO_BIG(1009, false),
    /** The node is going down; another one, or this one later, takes the client. */
    SERVICE_RESTART(1012, true),
    /** The document cannot be served now: it does not load in time, or too much is waiting. */
    TRY_AGAIN_LATER(1013, true),
    /** The peer sent bytes that break its protocol. */
    BAD_MESSAGE(4400, false),
    /** It is not known who the peer is. */
    UNAUTHORIZED(4401, false),
    /** The peer may not do that. */
    FORBIDDEN(4403, false),
    /** The document's name cannot be one. */
    BAD_DOCUMENT_NAME(4404, false),
    /** The document was deleted or seeded anew; what the client has belongs to another lineage. */
    DOCUMENT_REPLACED(4409, false),
    /** The change or the document is larger than the limits allow. */
    TOO_LARGE(4413, false),
    /** The stored document cannot be read; an operator has to look. */
    CORRUPT_DOCUMENT(4422, false),
    /** The server failed; a bug. */
    INTERNAL_ERROR(4500, true),
    /** The log cannot be written; what was not acknowledged is still the client's. */
    STORAGE_UNAVAILABLE(4503, true),
    /** The peer was silent for too long. */
    IDLE_TIMEOUT(4508, true),
    /** The peer reads more slowly than the document changes. */
    SLOW_CONSUMER(4513, true),
    /** The peer sends faster than the server takes. */
    TOO_FAST(4529, true);

    private final int code;
    private final boolean retryable;

    CloseCode(int code, boolean retryable) {
        this.code = code;
        this.retryable = retryable;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** Whether a client may come back by itself. */
    public boolean retryable() {
        return retryable;
    }
}
