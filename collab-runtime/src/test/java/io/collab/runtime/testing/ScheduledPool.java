package io.collab.runtime.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A pool of threads of a {@link Schedule}: tasks start in the order in which they were added. What a task throws fails the run. */
public final class ScheduledPool extends AbstractExecutorService implements ScheduledExecutorService {
    private final Schedule schedule;
    private final String name;
    private final int threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int active;
    private int started;
    private int rejectsOneIn;
    private int rejections;
    private boolean shutdown;

    public ScheduledPool(Schedule schedule, String name, int threads) {
        this.schedule = schedule;
        this.name = name;
        this.threads = threads;
    }

    /** Rejects one in so many tasks from now on; 0 for none. */
    public void rejectOneIn(int count) {
        rejectsOneIn = count;
    }

    /** Returns the number of rejected tasks. */
    public int rejections() {
        return rejections;
    }

    @Override
    public void execute(Runnable task) {
        if (shutdown || (rejectsOneIn > 0 && schedule.oneIn(rejectsOneIn))) {
            rejections++;
            throw new RejectedExecutionException(name + " rejects");
        }
        tasks.add(task);
        if (active < threads) {
            active++;
            schedule.start(name + "-" + started++, this::work);
        }
    }

    private void work() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            Schedule.step("the next task");
        }
        active--;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (shutdown) {
            throw new RejectedExecutionException(name + " is shut down");
        }
        schedule.at(Duration.of(delay, unit.toChronoUnit()), name, task);
        return new Pending();
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> left = new ArrayList<>(tasks);
        tasks.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && active == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("threads of a schedule do not block");
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("not needed yet");
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("not needed yet");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("not needed yet");
    }

    /** A timer that cannot be cancelled. */
    private static final class Pending extends CompletableFuture<Void> implements ScheduledFuture<Void> {
        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException("not needed yet");
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException("not needed yet");
        }
    }
}
