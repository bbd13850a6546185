package io.collab.runtime.threads;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The thread pools of one node. The node owns all of them, because a container's executor may reject work. Tasks on
 * {@link #mailboxes()} must not block, tasks on {@link #reads()} may; application code runs on neither. Thread-safe.
 */
public final class NodeThreads {
    private static final int APPLICATION_THREADS = 8;
    private static final int APPLICATION_QUEUE = 10_000;

    private final ThreadFactory source;
    private final ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
    private final ExecutorService mailboxes;
    private final ExecutorService reads;
    private final ExecutorService application;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * @param source creates the threads
     * @param readers the number of threads that may block on the store
     * @param readQueue the maximum number of reads that wait; further ones are rejected
     */
    public NodeThreads(ThreadFactory source, int readers, int readQueue) {
        this.source = source;
        int cores = Runtime.getRuntime().availableProcessors();
        this.mailboxes = fixed(cores, Integer.MAX_VALUE, "mailbox");
        this.reads = fixed(readers, readQueue, "read");
        this.application = fixed(APPLICATION_THREADS, APPLICATION_QUEUE, "application");
        this.timer = new ScheduledThreadPoolExecutor(1, named("timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Returns the pool on which mailboxes take their turns: one thread a core, an unbounded queue. */
    public ExecutorService mailboxes() {
        return mailboxes;
    }

    /** Returns the pool for reads of the store; rejects when its queue is full. */
    public ExecutorService reads() {
        return reads;
    }

    /** Returns the pool for authenticators and authorizers; rejects when its queue is full. */
    public ExecutorService application() {
        return application;
    }

    /** Returns the timer. Its tasks only hand work to another pool. */
    public ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /**
     * Returns a factory of daemon threads named {@code collab-<purpose>-<number>}. Their class loader is that of the thread that
     * has started the node, and not that of the thread that happens to need a new one.
     */
    public ThreadFactory named(String purpose) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = source.newThread(task);
            thread.setName("collab-" + purpose + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(classLoader);
            return thread;
        };
    }

    /** Returns a new executor with one thread, which ends after five idle seconds. */
    public ExecutorService single(String purpose) {
        ThreadPoolExecutor single =
                new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(purpose));
        single.allowCoreThreadTimeOut(true);
        return single;
    }

    /**
     * Stops all pools and waits for running tasks.
     *
     * @param deadlineNanos when to stop waiting, as {@link System#nanoTime()}
     * @throws InterruptedException if the thread is interrupted; all pools are stopping all the same
     */
    public void shutdown(long deadlineNanos) throws InterruptedException {
        timer.shutdownNow();
        application.shutdownNow();
        mailboxes.shutdown();
        reads.shutdown();
        mailboxes.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        reads.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        application.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private ExecutorService fixed(int threads, int queue, String purpose) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                queue == Integer.MAX_VALUE ? new LinkedBlockingQueue<>() : new ArrayBlockingQueue<>(queue),
                named(purpose));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
