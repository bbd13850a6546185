package io.collab.runtime.testing;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An executor whose tasks run on the test's thread, when the test says so. */
public final class ManualExecutor implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private volatile boolean rejecting;
    private volatile @Nullable Error defect;

    /** From now on tasks are rejected or accepted. */
    public void reject(boolean now) {
        rejecting = now;
    }

    /** The next task is not accepted: an error is thrown, as by a pool that cannot create a thread. */
    public void failNext(Error error) {
        defect = error;
    }

    @Override
    public void execute(Runnable task) {
        Error thrown = defect;
        defect = null;
        if (thrown != null) {
            throw thrown;
        }
        if (rejecting) {
            throw new RejectedExecutionException("the test rejects tasks");
        }
        tasks.add(task);
    }

    /** Returns the number of tasks that wait. */
    public int size() {
        return tasks.size();
    }

    /** Runs the next task; waits for it if another thread has not submitted it yet. */
    public void runNext() {
        try {
            Runnable next = tasks.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no task was submitted");
            }
            next.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the tasks that wait, and those that they submit; returns whether there were any. */
    public boolean runAll() {
        boolean any = false;
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            next.run();
            any = true;
        }
        return any;
    }
}
