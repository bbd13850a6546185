package io.collab.tck;

import io.collab.api.Commit;
import io.collab.spi.ordering.Follower;
import io.collab.spi.storage.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A follower that records its calls. It checks the grammar {@code commits* (overtaken | replaced | regressed)?}, that there is one
 * call at a time, and that the next commits arrive only after {@code done} was run. It runs {@code done} immediately,
 * or when the test calls {@link #completeOne()} or {@link #completeAll()}. Thread-safe.
 */
final class RecordingFollower implements Follower {
    private final List<Commit> commits = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private boolean isSlow;
    private boolean isEnded;
    private boolean isClosed;
    private boolean isReplaced;
    private boolean isRegressed;
    private int calls;
    private @Nullable Runnable open;
    private @Nullable Page overtakenBy;

    /** Returns a follower that runs {@code done} only on {@link #completeOne()} and {@link #completeAll()}. */
    static RecordingFollower slow() {
        RecordingFollower follower = new RecordingFollower();
        follower.isSlow = true;
        return follower;
    }

    @Override
    public void commits(List<Commit> next, Runnable done) {
        boolean isImmediate;
        synchronized (this) {
            begin("commits");
            if (open != null) {
                violations.add("commits arrive before done of the previous ones was run");
            }
            if (next.isEmpty()) {
                violations.add("an empty list of commits arrives");
            }
            commits.addAll(next);
            isImmediate = !isSlow;
            open = isImmediate ? null : done;
            notifyAll();
        }
        if (isImmediate) {
            done.run();
        }
    }

    @Override
    public synchronized void overtaken(Page page) {
        begin("overtaken");
        isEnded = true;
        overtakenBy = page;
        notifyAll();
    }

    @Override
    public synchronized void replaced() {
        begin("replaced");
        isEnded = true;
        isReplaced = true;
        notifyAll();
    }

    @Override
    public synchronized void regressed() {
        begin("regressed");
        isEnded = true;
        isRegressed = true;
        notifyAll();
    }

    synchronized boolean isRegressed() {
        return isRegressed;
    }

    private void begin(String call) {
        calls++;
        if (isEnded) {
            violations.add(call + " arrives after the following has ended");
        }
        if (isClosed) {
            violations.add(call + " begins after close has returned");
        }
    }

    /** Reports every later call as a violation. */
    synchronized void close() {
        isClosed = true;
    }

    /** Runs {@code done} of the last call. */
    void completeOne() {
        Runnable done;
        synchronized (this) {
            done = open;
            open = null;
        }
        if (done != null) {
            done.run();
        }
    }

    /** Runs {@code done} of the last call and of all later ones. */
    void completeAll() {
        synchronized (this) {
            isSlow = false;
        }
        completeOne();
    }

    synchronized List<Commit> commits() {
        return List.copyOf(commits);
    }

    synchronized List<Long> seqs() {
        return commits.stream().map(Commit::seq).toList();
    }

    synchronized int calls() {
        return calls;
    }

    synchronized boolean isReplaced() {
        return isReplaced;
    }

    synchronized @Nullable Page overtakenBy() {
        return overtakenBy;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    boolean awaitSeq(long seq, Duration patience) {
        return await(
                patience,
                one -> !one.commits.isEmpty()
                        && one.commits.get(one.commits.size() - 1).seq() >= seq);
    }

    boolean awaitEnd(Duration patience) {
        return await(patience, one -> one.isEnded);
    }

    private boolean await(Duration patience, Predicate<RecordingFollower> condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            while (!condition.test(this)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    wait(left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }
}
