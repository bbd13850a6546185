package io.collab.runtime.commit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * The appends of a lane that have failed twice together with others. They are retried one by one, with a growing pause, so that
 * a record that the store refuses stops its own document and no other. If {@value #FAILURES_THAT_MEAN_DOWN} in a row fail alone,
 * the store is taken to be down, and only so many are retried at a time until one succeeds. Belongs to the lane's thread.
 */
final class AppendRetry {
    private static final long FIRST_PAUSE_NANOS = 50_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;
    private static final int FAILURES_THAT_MEAN_DOWN = 3;

    private final BatchCommit commit;
    private final LongSupplier nanoTime;
    private final Queue<PendingAppend> failed = new ArrayDeque<>();
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long dueNanos;

    /** @param nanoTime a monotonic clock in nanoseconds */
    AppendRetry(BatchCommit commit, LongSupplier nanoTime) {
        this.commit = commit;
        this.nanoTime = nanoTime;
    }

    boolean isEmpty() {
        return failed.isEmpty();
    }

    /** Returns the time until the next retry in nanoseconds, not positive if it is due. */
    long nanosUntilDue() {
        return dueNanos - nanoTime.getAsLong();
    }

    /** Returns whether the store seems to be down, so that it is not worth asking with everything. */
    boolean storeIsDown() {
        return failed.size() >= FAILURES_THAT_MEAN_DOWN && pauseNanos > FIRST_PAUSE_NANOS;
    }

    /** Adds appends that have failed, or that were not tried because the store is down. */
    void add(Collection<PendingAppend> appends) {
        boolean down = storeIsDown();
        failed.addAll(appends);
        if (!down) {
            dueNanos = nanoTime.getAsLong() + pauseNanos;
        }
    }

    /** Retries what has failed: one append at a time until one succeeds, then the others together, within the limits of a commit. */
    void retry() {
        failed.removeIf(PendingAppend::abandoned);
        int failures = 0;
        boolean anySucceeded = false;
        for (int left = failed.size(); left > 0 && (anySucceeded || failures < FAILURES_THAT_MEAN_DOWN); left--) {
            PendingAppend append = failed.remove();
            if (!commit.commit(List.of(append))) {
                failures++;
                failed.add(append);
            } else if (!anySucceeded) {
                anySucceeded = true;
                if (retryTogether()) {
                    break;
                }
            }
        }
        pauseNanos = anySucceeded ? FIRST_PAUSE_NANOS : Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
        dueNanos = nanoTime.getAsLong() + pauseNanos;
        if (failed.isEmpty()) {
            pauseNanos = FIRST_PAUSE_NANOS;
        }
    }

    /** Commits everything, in commits of limited size; stops at the first one that fails. Returns whether nothing is left. */
    private boolean retryTogether() {
        while (!failed.isEmpty()) {
            List<PendingAppend> batch = commit.nextBatch(failed);
            if (!batch.isEmpty() && !commit.commit(batch)) {
                failed.addAll(batch);
                return false;
            }
        }
        return true;
    }

    /** Discards everything: the lane stops. */
    void clear() {
        failed.clear();
        pauseNanos = FIRST_PAUSE_NANOS;
    }
}
