package io.collab.runtime.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The order of what one handle does: its functions and listeners run one at a time, and its edits and reads take effect one after
 * the other. What application code starts while it runs is nested: it waits for nothing and runs on threads of its own, so that
 * the code may wait for it. Thread-safe; does not block.
 */
final class HandleOrder {
    private final Executor executor;
    private final Executor nested;
    private final AtomicReference<CompletableFuture<Void>> last =
            new AtomicReference<>(CompletableFuture.completedFuture(null));
    private final ThreadLocal<Boolean> running = ThreadLocal.withInitial(() -> false);

    /**
     * @param executor runs one task at a time
     * @param nested runs any number of tasks
     */
    HandleOrder(Executor executor, Executor nested) {
        this.executor = executor;
        this.nested = nested;
    }

    /** Returns the executor for the application code of a call that is made now. */
    Executor executor() {
        Executor chosen = running.get() ? nested : executor;
        return task -> chosen.execute(() -> run(task));
    }

    /** Starts an action after all earlier actions have ended; a nested one at once. */
    <T> CompletionStage<T> inOrder(Supplier<CompletionStage<T>> action) {
        if (running.get()) {
            return action.get();
        }
        CompletableFuture<Void> ended = new CompletableFuture<>();
        CompletableFuture<Void> before = last.getAndSet(ended);
        return before.thenCompose(none -> action.get()).whenComplete((result, failure) -> ended.complete(null));
    }

    /** Runs an action when all earlier actions have ended. */
    void afterAll(Runnable action) {
        last.get().thenRun(action);
    }

    private void run(Runnable task) {
        boolean outer = running.get();
        running.set(true);
        try {
            task.run();
        } finally {
            if (outer) {
                running.set(true);
            } else {
                running.remove();
            }
        }
    }
}
