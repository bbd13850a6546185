package io.collab.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs tasks concurrently: each on its own thread, all started at the same moment. */
public final class ConcurrentCalls {
    private ConcurrentCalls() {}

    /**
     * Runs tasks and waits until all have ended or one has thrown.
     *
     * @param <T> the type of the results
     * @param patience the maximum time for all tasks
     * @param tasks the tasks, at least one
     * @return the results, in the order of the tasks
     * @throws AssertionError if a task throws or the time is exceeded
     */
    public static <T> List<T> run(Duration patience, List<? extends Callable<T>> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            CyclicBarrier start = new CyclicBarrier(tasks.size());
            ExecutorCompletionService<T> completed = new ExecutorCompletionService<>(threads);
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(completed.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            long deadline = System.nanoTime() + patience.toNanos();
            for (int left = running.size(); left > 0; left--) {
                Future<T> next = completed.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("the concurrent calls have not ended within " + patience);
                }
                next.get();
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw new AssertionError("one of the concurrent calls threw " + failure.getCause(), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", interrupted);
        } finally {
            threads.shutdownNow();
        }
    }
}
