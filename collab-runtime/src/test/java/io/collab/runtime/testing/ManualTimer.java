package io.collab.runtime.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A timer whose time passes when the test says so; also an executor. Runs tasks on the test's thread. Not thread-safe; only
 * one-shot tasks.
 */
public final class ManualTimer extends AbstractExecutorService implements ScheduledExecutorService {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final List<Throwable> failures = new ArrayList<>();
    private long nowNanos;
    private long scheduled;
    private boolean shutdown;

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        final long dueNanos;
        final long number = scheduled++;

        Task(Runnable action, long dueNanos) {
            super(action, null);
            this.dueNanos = dueNanos;
        }

        @Override
        protected void setException(Throwable failure) {
            failures.add(failure);
            super.setException(failure);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - nowNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Task that = (Task) other;
            return dueNanos == that.dueNanos
                    ? Long.compare(number, that.number)
                    : Long.compare(dueNanos, that.dueNanos);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    /** Runs what is due now. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    /** Returns what tasks have thrown. */
    public List<Throwable> failures() {
        return failures;
    }

    /** Returns the number of tasks that wait. */
    public int size() {
        return tasks.size();
    }

    /** Moves the time and runs what becomes due, in order. */
    public void advance(Duration by) {
        long end = nowNanos + by.toNanos();
        while (!tasks.isEmpty() && tasks.peek().dueNanos <= end) {
            Task next = tasks.remove();
            nowNanos = next.dueNanos;
            next.run();
        }
        nowNanos = end;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (shutdown) {
            throw new RejectedExecutionException("the timer is shut down");
        }
        Task task = new Task(command, nowNanos + unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long pause, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        tasks.clear();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && tasks.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
