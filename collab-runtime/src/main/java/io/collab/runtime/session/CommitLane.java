package io.collab.runtime.session;

import io.collab.api.StorageException;
import io.collab.runtime.session.GroupCommitter.Ticket;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread that commits. A commit that fails is asked again with the same operation ids. When it fails a second time its
 * appends become suspects and are tried one by one, so that a record the store refuses stops its own document and no other;
 * when several in a row fail alone, the store is down and one of them at a time is tried until it is back.
 */
final class CommitLane {
    private static final System.Logger LOG = System.getLogger(CommitLane.class.getName());
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final int FAILURES_THAT_MEAN_DOWN = 3;

    private final Sequencer sequencer;
    private final int maxRows;
    private final int maxBytes;
    /** Bounded by one append per open document. */
    private final BlockingQueue<Ticket> queue = new LinkedBlockingQueue<>();

    private final Deque<Ticket> suspects = new ArrayDeque<>();
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long suspectsDue;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    CommitLane(Sequencer sequencer, int maxRows, int maxBytes) {
        this.sequencer = sequencer;
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
    }

    void start(ThreadFactory threads) {
        Thread started = threads.newThread(this::run);
        thread = started;
        started.start();
    }

    void submit(Ticket ticket) {
        queue.add(ticket);
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
                List<Ticket> batch = take();
                if (!batch.isEmpty()) {
                    commitTogether(batch);
                }
                if (!suspects.isEmpty() && System.nanoTime() - suspectsDue >= 0) {
                    trySuspects();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What has come, up to the bounds; waits for the first one, but not longer than until suspects are due. */
    private List<Ticket> take() throws InterruptedException {
        long waitMillis = suspects.isEmpty() ? 100 : Math.max(1, (suspectsDue - System.nanoTime()) / 1_000_000);
        List<Ticket> batch = new ArrayList<>();
        Ticket next = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
        int rows = 0;
        int bytes = 0;
        while (next != null) {
            batch.add(next);
            rows += next.rows();
            bytes += next.bytes();
            next = rows < maxRows && bytes < maxBytes ? queue.poll() : null;
        }
        return batch;
    }

    private void commitTogether(List<Ticket> batch) {
        if (suspects.size() >= FAILURES_THAT_MEAN_DOWN && pauseMillis > FIRST_PAUSE_MILLIS) {
            suspects.addAll(batch); // the store is down: asking it with everything would only take time
            return;
        }
        if (!commit(batch) && !commit(batch)) {
            suspects.addAll(batch);
            suspectsDue = System.nanoTime() + pauseMillis * 1_000_000;
        }
    }

    private void trySuspects() {
        suspects.removeIf(Ticket::abandoned);
        int failures = 0;
        boolean anyDone = false;
        for (int left = suspects.size(); left > 0 && (anyDone || failures < FAILURES_THAT_MEAN_DOWN); left--) {
            Ticket ticket = suspects.removeFirst();
            if (!commit(List.of(ticket))) {
                failures++;
                suspects.addLast(ticket);
            } else if (!anyDone) {
                anyDone = true;
                if (commit(List.copyOf(suspects))) {
                    suspects.clear();
                    break;
                }
            }
        }
        pauseMillis = anyDone ? FIRST_PAUSE_MILLIS : Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
        suspectsDue = System.nanoTime() + pauseMillis * 1_000_000;
        if (stopping) {
            suspects.clear();
        }
        if (suspects.isEmpty()) {
            pauseMillis = FIRST_PAUSE_MILLIS;
        }
    }

    /** Whether there were answers. */
    private boolean commit(List<Ticket> tickets) {
        if (tickets.isEmpty()) {
            return true;
        }
        List<Append> appends = tickets.stream().map(Ticket::append).toList();
        try {
            List<AppendResult> answers = sequencer.commit(appends);
            for (int i = 0; i < answers.size(); i++) {
                tickets.get(i).answer(answers.get(i));
            }
            return true;
        } catch (StorageException unknown) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: {1} documents wait for the log, first {2}: {3}",
                    unknown.code(),
                    tickets.size(),
                    tickets.get(0).append().document(),
                    unknown.getMessage());
            return false;
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "the store broke its contract", bug);
            return false;
        }
    }
}
