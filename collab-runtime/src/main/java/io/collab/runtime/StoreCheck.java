package io.collab.runtime;

import io.collab.api.StorageException;
import io.collab.runtime.log.RepeatedLog;
import io.collab.spi.storage.DocumentStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks a store within a deadline. The check runs on a thread of its own, because a store may block for much longer.
 * Callers share a check that is running, so a store that hangs occupies one thread. Thread-safe.
 */
final class StoreCheck {
    private static final RepeatedLog HANGING = new RepeatedLog(StoreCheck.class, System.Logger.Level.WARNING);
    private static final RepeatedLog FAILED = new RepeatedLog(StoreCheck.class, System.Logger.Level.WARNING);

    private final DocumentStore store;
    private final ThreadFactory threads;
    private final long deadlineNanos;
    private @Nullable Running running;

    /** A check and the time at which it was started. */
    private record Running(CompletableFuture<Boolean> result, long startNanos) {}

    /**
     * @param deadline the maximum time that a check may need
     * @param threads creates the thread of a check
     */
    StoreCheck(DocumentStore store, Duration deadline, ThreadFactory threads) {
        this.store = store;
        this.deadlineNanos = deadline.toNanos();
        this.threads = threads;
    }

    /** Returns whether the store can write. Blocks until the deadline at most. */
    boolean passes() {
        Running check = current();
        long left = deadlineNanos - (System.nanoTime() - check.startNanos());
        try {
            return check.result().get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException hanging) {
            HANGING.log(() -> "not ready: the store does not answer");
            return false;
        } catch (ExecutionException failed) {
            FAILED.log(() -> "not ready: the check of the store failed", failed.getCause());
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized Running current() {
        Running check = running;
        if (check == null || check.result().isDone()) {
            CompletableFuture<Boolean> result = new CompletableFuture<>();
            check = new Running(result, System.nanoTime());
            threads.newThread(() -> run(result)).start();
            running = check;
        }
        return check;
    }

    private void run(CompletableFuture<Boolean> result) {
        try {
            store.check();
            result.complete(true);
        } catch (StorageException unavailable) {
            FAILED.log(() -> "not ready: " + unavailable.code() + ": " + unavailable.getMessage());
            result.complete(false);
        } catch (Throwable bug) { // otherwise the next check would wait for this one for ever
            result.completeExceptionally(bug);
        }
    }
}
