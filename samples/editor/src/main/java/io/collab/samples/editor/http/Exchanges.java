package io.collab.samples.editor.http;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.nio.NIOConnection;

/** The exchanges of all connections of one listener, and their bounds. Thread-safe; never blocks. */
final class Exchanges {
    /** The maximum number of open connections, WebSockets included; one more is closed at once. */
    static final int MAX_CONNECTIONS = 4_000;

    /** The maximum number of requests that the server works on; it has 200 threads, the others are for WebSockets. */
    static final int MAX_REQUESTS = 120;

    /** The same for health, whose requests never wait for those of the application. */
    static final int MAX_HEALTH_REQUESTS = 20;

    /**
     * How many bytes of responses may wait in memory for a connection that is not a WebSocket. Beyond that the thread
     * that writes waits, so that a client that sends requests and reads no response cannot fill the heap.
     */
    private static final int MAX_UNSENT_BYTES = 32 * 1024;

    private final AtomicInteger connections = new AtomicInteger();
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

    /** Counts a new connection; closes it if there are too many. */
    void opened(Connection<?> connection) {
        NIOConnection socket = (NIOConnection) connection;
        current.set(connection, new Exchange(socket, timer, socket.getMaxAsyncWriteQueueSize()));
        int open = connections.incrementAndGet();
        socket.setMaxAsyncWriteQueueSize(MAX_UNSENT_BYTES);
        if (open > MAX_CONNECTIONS) {
            socket.terminateSilently();
        }
    }

    /** Ends the exchange of a connection that is closed. */
    void closed(Connection<?> connection) {
        connections.decrementAndGet();
        of(connection).end();
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
