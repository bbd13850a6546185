package io.collab.runtime.commit;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * One thread that commits. The appends of a commit that fails are handed to the {@link RetryLane}, so that a slow or refused
 * document delays this lane once. Thread-safe.
 */
final class CommitLane {
    private static final long IDLE_MILLIS = 100;

    private final BatchCommit commit;
    private final RetryLane retries;
    private final LaneThread thread = new LaneThread(this::turn);
    /** Bounded by one append per open document. */
    private final Queue<PendingAppend> queue = new ConcurrentLinkedQueue<>();

    private final Semaphore submitted = new Semaphore(0);
    private volatile long commitSinceNanos;

    CommitLane(BatchCommit commit, RetryLane retries) {
        this.commit = commit;
        this.retries = retries;
    }

    void start(ThreadFactory threads) {
        thread.start(threads);
    }

    void submit(PendingAppend append) {
        queue.add(append);
        submitted.release();
    }

    void stop() {
        thread.stop();
    }

    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Returns for how long the current commit has been running, in nanoseconds; 0 if none is. */
    long commitNanos() {
        long since = commitSinceNanos;
        return since == 0 ? 0 : System.nanoTime() - since;
    }

    private boolean turn(boolean stopping) throws InterruptedException {
        if (submitted.tryAcquire(stopping ? 0 : IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
            submitted.drainPermits();
        }
        List<PendingAppend> batch = commit.nextBatch(queue);
        if (!batch.isEmpty()) {
            if (retries.storeIsDown() || !commitNow(batch)) {
                retries.add(batch);
            }
            submitted.release(); // looks at the queue again without waiting
        }
        return !queue.isEmpty();
    }

    private boolean commitNow(List<PendingAppend> batch) {
        commitSinceNanos = Math.max(1, System.nanoTime());
        try {
            return commit.commit(batch);
        } finally {
            commitSinceNanos = 0;
        }
    }
}
