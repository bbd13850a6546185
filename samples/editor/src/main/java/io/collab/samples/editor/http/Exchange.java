package io.collab.samples.editor.http;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;

/** The request in progress on one connection, and its response. Thread-safe; never blocks. */
final class Exchange {
    /** How long a request may take from its first byte to its last one. */
    private static final int RECEIVE_SECONDS = 20;

    /** How long the server and the client have for the response, until all but {@link Exchanges}' bytes are sent. */
    private static final int ANSWER_SECONDS = 60;

    private final Exchanges exchanges;
    private final NIOConnection connection;
    private final int usualUnsentBytes;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable Semaphore permit;
    private boolean webSocket;

    Exchange(Exchanges exchanges, NIOConnection connection) {
        this.exchanges = exchanges;
        this.connection = connection;
        this.usualUnsentBytes = connection.getMaxAsyncWriteQueueSize();
    }

    /** Bytes have arrived: the first ones of a request start its deadline. */
    synchronized void bytesArrived() {
        if (deadline == null && !webSocket) {
            closeAfter(RECEIVE_SECONDS);
        }
    }

    /**
     * The request is complete.
     *
     * @param permits what the request needs a permit of
     * @return whether there was one, and the connection is open; it is released when the response is complete
     */
    synchronized boolean begin(Semaphore permits) {
        if (!permits.tryAcquire()) {
            return false;
        }
        release();
        permit = permits;
        exchanges.waitsNoMore(this);
        closeAfter(ANSWER_SECONDS);
        if (!connection.isOpen()) { // its end may have come before
            end();
            return false;
        }
        return true;
    }

    /** The request asks for a WebSocket: other code has bounds for those. */
    synchronized void becomeWebSocket() {
        end();
        webSocket = true;
        connection.setMaxAsyncWriteQueueSize(usualUnsentBytes);
    }

    synchronized boolean isWebSocket() {
        return webSocket;
    }

    /** The response is complete: the connection waits for the next request. */
    void answered() {
        if (!isWebSocket()) {
            end();
            exchanges.waits(this);
            if (!connection.isOpen()) { // its end may have come before
                exchanges.waitsNoMore(this);
            }
        }
    }

    /** The exchange is over. */
    synchronized void end() {
        exchanges.waitsNoMore(this);
        release();
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    void close() {
        connection.terminateSilently();
    }

    private void release() {
        if (permit != null) {
            permit.release();
            permit = null;
        }
    }

    private void closeAfter(int seconds) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = exchanges.closeAfter(this, seconds);
    }
}
