package io.collab.runtime.websocket;

import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Removes the idle timer from sessions of Tyrus, the WebSocket implementation of Payara and GlassFish. Tyrus restarts that timer at
 * every message in both directions, even without an idle time-out, on an executor that searches every jar of the application and of
 * the server for context services each time: by far the largest part of the cost of a message there. {@link WebSocketConnection}
 * detects silent peers itself.
 *
 * <p>There is no setting for it, so the field is replaced. If that is not possible, everything works, only slower.
 */
final class TyrusIdleTimer {
    private static final System.Logger LOG = System.getLogger(TyrusIdleTimer.class.getName());
    private static final String SESSION = "org.glassfish.tyrus.core.TyrusSession";
    private static final String EXECUTOR = "service";
    private static final ScheduledExecutorService NO_TIMER = new NoTimer();

    private TyrusIdleTimer() {}

    /** Removes the timer. Must be called before the session's idle time-out is disabled, which ends the timer that is running. */
    static void removeFrom(Session session) {
        if (!session.getClass().getName().equals(SESSION)) {
            return;
        }
        try {
            Field executor = session.getClass().getDeclaredField(EXECUTOR);
            executor.setAccessible(true);
            executor.set(session, NO_TIMER);
        } catch (ReflectiveOperationException | RuntimeException otherVersion) {
            LOG.log(System.Logger.Level.DEBUG, "this Tyrus keeps its idle timer", otherVersion);
        }
    }

    /** An executor that never runs a task and has no thread. */
    private static final class NoTimer extends ScheduledThreadPoolExecutor {
        NoTimer() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return Cancelled.ALREADY;
        }
    }

    /** A task that is never run. */
    private static final class Cancelled implements ScheduledFuture<Object> {
        static final Cancelled ALREADY = new Cancelled();

        @Override
        public long getDelay(TimeUnit unit) {
            return Long.MAX_VALUE;
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(Long.MAX_VALUE, other.getDelay(TimeUnit.NANOSECONDS));
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
        }

        @Override
        public boolean isCancelled() {
            return true;
        }

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public Object get() {
            throw new CancellationException();
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            throw new CancellationException();
        }
    }
}
