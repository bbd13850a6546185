package io.collab.runtime.commit;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * One thread that retries appends whose commit has failed, for all commit lanes: at once and together, because most failures pass,
 * then as {@link AppendRetry} decides. Thread-safe.
 */
final class RetryLane {
    private static final long IDLE_NANOS = 100_000_000;

    private final BatchCommit commit;
    private final AppendRetry retry;
    private final LaneThread thread = new LaneThread(this::turn);
    /** Bounded by one append per open document. */
    private final BlockingQueue<List<PendingAppend>> failed = new LinkedBlockingQueue<>();

    private volatile boolean storeIsDown;

    RetryLane(BatchCommit commit) {
        this.commit = commit;
        this.retry = new AppendRetry(commit, System::nanoTime);
    }

    void start(ThreadFactory threads) {
        thread.start(threads);
    }

    /** Adds appends whose commit has failed, or that were not tried because the store is down. */
    void add(List<PendingAppend> batch) {
        failed.add(batch);
    }

    /** Returns whether the store seems to be down, so that new appends are not tried. */
    boolean storeIsDown() {
        return storeIsDown;
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

    private boolean turn(boolean stopping) throws InterruptedException {
        long waitNanos = retry.isEmpty() ? IDLE_NANOS : Math.max(1_000_000, retry.nanosUntilDue());
        List<PendingAppend> batch = failed.poll(stopping ? 0 : waitNanos, TimeUnit.NANOSECONDS);
        if (batch != null) {
            accept(batch);
        }
        if (!retry.isEmpty() && (stopping || retry.nanosUntilDue() <= 0)) {
            retry.retry();
            if (stopping) {
                retry.clear();
            }
        }
        storeIsDown = retry.storeIsDown();
        return !failed.isEmpty();
    }

    private void accept(List<PendingAppend> batch) {
        List<PendingAppend> wanted =
                batch.stream().filter(append -> !append.abandoned()).toList();
        if (!wanted.isEmpty() && (retry.storeIsDown() || !commit.commit(wanted))) {
            retry.add(wanted);
        }
    }
}
