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
 * Takes the idle timer from sessions of Tyrus, the WebSocket implementation of Payara and GlassFish. It restarts that timer at
 * every message in and out, also when there is no idle time-out, on an executor that looks for context services in every jar of
 * the application and of the server each time: by far the most of what a message costs there. Silence is looked after by
 * {@link WebSocketConnection} itself.
 *
 * <p>There is no setting for it, so the field is replaced. Where that is not possible all goes on as before, only slower.
 */
final class TyrusIdleTimer {
    private static final System.Logger LOG = System.getLogger(TyrusIdleTimer.class.getName());
    private static final String SESSION = "org.glassfish.tyrus.core.TyrusSession";
    private static final String EXECUTOR = "service";
    private static final ScheduledExecutorService NO_TIMER = new NoTimer();

    private TyrusIdleTimer() {}

    /** To be called before the session's idle time-out is set to none, which ends the timer that runs already. */
    static void takeFrom(Session session) {
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

    /** Never runs what is given to it. It makes no thread. */
    private static final class NoTimer extends ScheduledThreadPoolExecutor {
        NoTimer() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return Cancelled.ALREADY;
        }
    }

    /** What will not happen. */
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
