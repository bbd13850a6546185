package io.collab.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one node: all of them are its own, for a container's executors may reject. Mailboxes never block; reads
 * may; application code runs on none of those.
 */
final class NodeThreads {
    private static final int APPLICATION_THREADS = 8;
    private static final int APPLICATION_QUEUE = 10_000;

    private final ThreadFactory source;
    private final ExecutorService mailboxes;
    private final ExecutorService reads;
    private final ExecutorService application;
    private final ScheduledThreadPoolExecutor timer;

    NodeThreads(ThreadFactory source, int readers, int readQueue) {
        this.source = source;
        int cores = Runtime.getRuntime().availableProcessors();
        this.mailboxes = fixed(cores, Integer.MAX_VALUE, "mailbox");
        this.reads = fixed(readers, readQueue, "read");
        this.application = fixed(APPLICATION_THREADS, APPLICATION_QUEUE, "application");
        this.timer = new ScheduledThreadPoolExecutor(1, named("timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    ExecutorService mailboxes() {
        return mailboxes;
    }

    ExecutorService reads() {
        return reads;
    }

    ExecutorService application() {
        return application;
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** A factory of threads that say what they are for. */
    ThreadFactory named(String purpose) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = source.newThread(task);
            thread.setName("collab-" + purpose + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One task at a time, for one document handle; its thread goes when there is nothing to do. */
    ExecutorService single(String purpose) {
        ThreadPoolExecutor single =
                new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(purpose));
        single.allowCoreThreadTimeOut(true);
        return single;
    }

    /** Stops everything, waiting for running tasks up to a while. */
    void shutdown(long millis) throws InterruptedException {
        timer.shutdownNow();
        application.shutdown();
        mailboxes.shutdown();
        reads.shutdown();
        mailboxes.awaitTermination(millis, TimeUnit.MILLISECONDS);
        reads.awaitTermination(millis, TimeUnit.MILLISECONDS);
        application.shutdownNow();
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
