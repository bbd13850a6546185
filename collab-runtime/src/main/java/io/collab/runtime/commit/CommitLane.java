package io.collab.runtime.commit;

import io.collab.api.StorageException;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread that commits. A commit that fails is retried at once with the same operation ids; if it fails again, its appends
 * are handed to {@link AppendRetry}. Thread-safe.
 */
final class CommitLane {
    private static final System.Logger LOG = System.getLogger(CommitLane.class.getName());
    private static final long IDLE_NANOS = 100_000_000;

    private final Sequencer sequencer;
    private final CommitLimits limits;
    /** Bounded by one append per open document. */
    private final BlockingQueue<PendingAppend> queue = new LinkedBlockingQueue<>();

    private final AppendRetry retry = new AppendRetry(this::commit, System::nanoTime);
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    CommitLane(Sequencer sequencer, CommitLimits limits) {
        this.sequencer = sequencer;
        this.limits = limits;
    }

    void start(ThreadFactory threads) {
        Thread started = threads.newThread(this::run);
        thread = started;
        started.start();
    }

    void submit(PendingAppend append) {
        queue.add(append);
    }

    void stop() {
        stopping = true;
    }

    void join(long millis) throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.join(millis);
        }
    }

    private void run() {
        try {
            while (!(stopping && queue.isEmpty())) {
                List<PendingAppend> batch = nextBatch();
                if (!batch.isEmpty()) {
                    commitTogether(batch);
                }
                if (!retry.isEmpty() && retry.nanosUntilDue() <= 0) {
                    retry.retry();
                    if (stopping) {
                        retry.clear();
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the waiting appends up to the limits. Waits for the first one, at most until a retry is due. */
    private List<PendingAppend> nextBatch() throws InterruptedException {
        long waitNanos = retry.isEmpty() ? IDLE_NANOS : Math.max(1_000_000, retry.nanosUntilDue());
        List<PendingAppend> batch = new ArrayList<>();
        PendingAppend next = queue.poll(waitNanos, TimeUnit.NANOSECONDS);
        int rows = 0;
        int bytes = 0;
        while (next != null) {
            batch.add(next);
            rows += next.rows();
            bytes += next.bytes();
            next = rows < limits.maxRows() && bytes < limits.maxBytes() ? queue.poll() : null;
        }
        return batch;
    }

    private void commitTogether(List<PendingAppend> batch) {
        if (retry.storeIsDown() || (!commit(batch) && !commit(batch))) {
            retry.add(batch);
        }
    }

    /** Commits appends and returns whether there were results. */
    private boolean commit(List<PendingAppend> pending) {
        List<Append> appends = pending.stream().map(PendingAppend::append).toList();
        try {
            List<AppendResult> results = sequencer.commit(appends);
            for (int i = 0; i < results.size(); i++) {
                pending.get(i).complete(results.get(i));
            }
            return true;
        } catch (StorageException unknownOutcome) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: {1} documents wait for the log, the first is {2}: {3}",
                    unknownOutcome.code(),
                    pending.size(),
                    pending.get(0).append().document(),
                    unknownOutcome.getMessage());
            return false;
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "the store has broken its contract", bug);
            return false;
        }
    }
}
