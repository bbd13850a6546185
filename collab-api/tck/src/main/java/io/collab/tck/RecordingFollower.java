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
 * A follower that keeps what it is told and checks {@code commits* (overtaken | replaced)?}, one call at a time, the
 * next commits only after it said that it was done. Says so at once, or when a test lets it. Thread-safe.
 */
final class RecordingFollower implements Follower {
    private final List<Commit> commits = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private boolean isSlow;
    private boolean isEnded;
    private boolean isClosed;
    private boolean isReplaced;
    private int calls;
    private @Nullable Runnable open;
    private @Nullable Page overtakenBy;

    /** One that says it is done only when {@link #takeOne()} or {@link #takeAll()} lets it. */
    static RecordingFollower slow() {
        RecordingFollower follower = new RecordingFollower();
        follower.isSlow = true;
        return follower;
    }

    @Override
    public void commits(List<Commit> next, Runnable done) {
        boolean atOnce;
        synchronized (this) {
            begin("commits");
            if (open != null) {
                mistakes.add("commits come before the follower is done with those before");
            }
            if (next.isEmpty()) {
                mistakes.add("commits without a commit");
            }
            commits.addAll(next);
            atOnce = !isSlow;
            open = atOnce ? null : done;
            notifyAll();
        }
        if (atOnce) {
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

    private void begin(String what) {
        calls++;
        if (isEnded) {
            mistakes.add(what + " comes after the following has ended");
        }
        if (isClosed) {
            mistakes.add(what + " begins after close has returned");
        }
    }

    /** From now on every call is a mistake. */
    synchronized void close() {
        isClosed = true;
    }

    /** Is done with what it was told last. */
    void takeOne() {
        Runnable done;
        synchronized (this) {
            done = open;
            open = null;
        }
        if (done != null) {
            done.run();
        }
    }

    /** Is done with everything, now and in future. */
    void takeAll() {
        synchronized (this) {
            isSlow = false;
        }
        takeOne();
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

    synchronized List<String> mistakes() {
        return List.copyOf(mistakes);
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
