package io.collab.runtime.websocket;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The open sockets of a transport. Each is pinged, and closed if its client is silent. Thread-safe. */
public final class OpenSockets implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OpenSockets.class.getName());
    private static final long PING_SECONDS = 20;
    private static final long CLOSE_MILLIS = 2_000;
    private static final long CLOSE_STEP_NANOS = 10_000_000;

    private final Set<WebSocketConnection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> pings;

    /** @param timer runs the pings, until it is stopped or {@link #close()} is called */
    public OpenSockets(ScheduledExecutorService timer) {
        this.pings = timer.scheduleWithFixedDelay(this::tick, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends the pings, waits for up to {@value #CLOSE_MILLIS} ms until the clients have closed their sockets, and ends the others. */
    @Override
    public void close() {
        pings.cancel(false);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(CLOSE_STEP_NANOS);
        }
        List.copyOf(open).forEach(WebSocketConnection::end);
    }

    void add(WebSocketConnection socket) {
        open.add(socket);
    }

    void remove(WebSocketConnection socket) {
        open.remove(socket);
    }

    private void tick() {
        for (WebSocketConnection socket : open) {
            try {
                socket.tick();
            } catch (Throwable failed) { // the others are still pinged
                LOG.log(System.Logger.Level.DEBUG, "a socket could not be pinged", failed);
            }
        }
    }
}
