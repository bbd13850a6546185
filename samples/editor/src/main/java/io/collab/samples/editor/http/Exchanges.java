package io.collab.samples.editor.http;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.nio.NIOConnection;

/** The exchanges of all connections of one listener, and their bounds. Thread-safe; never blocks. */
final class Exchanges {
    /**
     * The maximum number of connections without a complete request. One more closes the one that has waited longest, so
     * that connections that send nothing do not keep others away.
     */
    static final int MAX_WAITING = 2_000;

    /** The maximum number of requests that the server works on; it has 200 threads, the others are for WebSockets. */
    static final int MAX_REQUESTS = 120;

    /** The same for health, whose requests never wait for those of the application. */
    static final int MAX_HEALTH_REQUESTS = 20;

    /**
     * How many bytes of responses may wait in memory for a connection that is not a WebSocket. Beyond that the thread
     * that writes waits, so that a client that sends requests and reads no response cannot fill the heap.
     */
    private static final int MAX_UNSENT_BYTES = 32 * 1024;

    private final Set<Exchange> waiting = new LinkedHashSet<>();
    private final Semaphore requests = new Semaphore(MAX_REQUESTS);
    private final Semaphore health = new Semaphore(MAX_HEALTH_REQUESTS);
    private final ScheduledThreadPoolExecutor timer;
    private final Attribute<Exchange> current = Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("collab.exchange");

    Exchanges() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "request-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A connection has been accepted. */
    void opened(Connection<?> connection) {
        NIOConnection socket = (NIOConnection) connection;
        Exchange exchange = new Exchange(this, socket);
        current.set(connection, exchange);
        socket.setMaxAsyncWriteQueueSize(MAX_UNSENT_BYTES);
        waits(exchange);
    }

    /** An exchange has no complete request yet. */
    void waits(Exchange exchange) {
        Exchange longest = null;
        synchronized (waiting) {
            waiting.add(exchange);
            if (waiting.size() > MAX_WAITING) {
                longest = waiting.iterator().next();
                waiting.remove(longest);
            }
        }
        if (longest != null) {
            longest.close();
        }
    }

    /** An exchange has a complete request, or is over. */
    void waitsNoMore(Exchange exchange) {
        synchronized (waiting) {
            waiting.remove(exchange);
        }
    }

    /** Closes the connection of an exchange later, unless the result is cancelled. */
    ScheduledFuture<?> closeAfter(Exchange exchange, int seconds) {
        return timer.schedule(exchange::close, seconds, TimeUnit.SECONDS);
    }

    /** Returns the exchange of a connection. */
    Exchange of(Connection<?> connection) {
        return current.get(connection);
    }

    /** Returns the permits that a request for a path needs one of. */
    Semaphore permits(String path) {
        return path.startsWith("/health/") ? health : requests;
    }
}
