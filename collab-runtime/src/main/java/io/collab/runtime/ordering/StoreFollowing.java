package io.collab.runtime.ordering;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.runtime.log.RepeatedLog;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One follower of one document. The sequence numbers known to exist grow by commits of this node, by bus messages and by heads.
 * Commits are delivered from {@code ready} if they are contiguous there, otherwise from the log. Thread-safe.
 *
 * <p>Invariants, under the monitor of {@code this}: I1 {@code acknowledged <= delivered <= known}. I2 {@code ready} contains
 * contiguous commits, the first at {@code delivered + 1}. I3 at most one delivery or one read is active. I4 nothing is delivered
 * after {@code ended}. The follower, the bus and the store are only called outside the monitor.
 */
final class StoreFollowing implements Following {
    private static final System.Logger LOG = System.getLogger(StoreFollowing.class.getName());
    private static final RepeatedLog FAILURES = new RepeatedLog(StoreFollowing.class, System.Logger.Level.WARNING);

    private static final int RECENT = 64;

    private final StoreSequencer sequencer;
    private final DocumentId document;
    private final Generation generation;
    private final Follower follower;
    /** Held while the follower is called; its calls do not block. Acquired before the monitor of {@code this}, never inside. */
    private final Object delivery = new Object();

    private final ArrayDeque<Commit> ready = new ArrayDeque<>();
    private final List<Barrier> barriers = new ArrayList<>();
    /** The operations of the last commits that were delivered, by their sequence numbers. */
    private final @Nullable Delivered[] recent = new Delivered[RECENT];

    private long readyBytes;
    private long acknowledged;
    private long delivered;
    private long known;
    private boolean delivering;
    private boolean reading;
    private boolean interrupted;
    private boolean ended;
    private BroadcastBus.@Nullable Subscription subscription;

    private record Delivered(long seq, OperationId operation) {}

    /** Waits until the follower has acknowledged a commit; the target is unknown (-1) until a head was read. */
    private static final class Barrier {
        final CompletableFuture<Void> stage = new CompletableFuture<>();
        long target = -1;
    }

    StoreFollowing(
            StoreSequencer sequencer, DocumentId document, Generation generation, long afterSeq, Follower follower) {
        this.sequencer = sequencer;
        this.document = document;
        this.generation = generation;
        this.follower = follower;
        this.acknowledged = afterSeq;
        this.delivered = afterSeq;
        this.known = afterSeq;
    }

    DocumentId document() {
        return document;
    }

    /** Activates the following: from now on the bus wakes it, and the head shows the commits that are in the log already. */
    void start(BroadcastBus.Subscription toBus) {
        boolean alreadyEnded;
        synchronized (this) {
            subscription = toBus;
            alreadyEnded = ended;
        }
        if (alreadyEnded) {
            toBus.close();
        } else {
            readHead(null);
        }
    }

    /**
     * The log has grown.
     *
     * @param last the last commit in the log
     * @param commits the new commits: all of them if this node wrote them, otherwise those in the bus message
     */
    void committed(Generation of, long last, List<Commit> commits) {
        boolean contradiction;
        synchronized (this) {
            if (ended || !of.equals(generation)) {
                return;
            }
            contradiction = commits.stream().anyMatch(this::contradictsDelivered);
            known = Math.max(known, last);
            for (Commit commit : commits) {
                long next = ready.isEmpty() ? delivered + 1 : ready.getLast().seq() + 1;
                boolean room = readyBytes + commit.update().size()
                        <= sequencer.limits().readyBytes();
                if (commit.seq() == next && !reading && room) {
                    ready.add(commit);
                    readyBytes += commit.update().size();
                }
            }
        }
        if (contradiction) {
            regressed(last);
        } else {
            advance();
        }
    }

    /** Returns whether another operation was delivered with the same sequence number. Under the monitor. */
    private boolean contradictsDelivered(Commit commit) {
        Delivered same = recent[(int) (commit.seq() % recent.length)];
        return same != null
                && same.seq == commit.seq()
                && !same.operation.equals(commit.submission().operation());
    }

    /** Returns the last commit that was delivered: a head that is read from now on is not before it. */
    synchronized long delivered() {
        return delivered;
    }

    /**
     * The head was read.
     *
     * @param head null if the document is absent
     * @param floor {@link #delivered()} before the head was read
     */
    void headSeen(@Nullable Head head, long floor) {
        if (head == null || !head.generation().equals(generation)) {
            replaced();
            return;
        }
        if (head.seq() < floor) {
            regressed(head.seq());
            return;
        }
        synchronized (this) {
            known = Math.max(known, head.seq());
        }
        advance();
    }

    /** Reads the head, and retries until the store answers or the following has ended. */
    private void readHead(@Nullable Barrier barrier) {
        long floor = delivered();
        sequencer
                .heads()
                .request(new HeadReader.Request(document, head -> headRead(barrier, head, floor), unavailable -> {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "{0}: the head cannot be read: {1}",
                            document,
                            unavailable.code());
                    sequencer.after(sequencer.limits().retryInterval(), () -> readHeadAgain(barrier));
                }));
    }

    private void readHeadAgain(@Nullable Barrier barrier) {
        boolean wanted;
        synchronized (this) {
            wanted = !ended && (barrier == null || barriers.contains(barrier));
        }
        if (wanted) {
            readHead(barrier);
        }
    }

    private void headRead(@Nullable Barrier barrier, @Nullable Head head, long floor) {
        if (barrier != null && head != null) {
            synchronized (this) {
                barrier.target = head.seq();
            }
        }
        headSeen(head, floor);
        completeBarriers();
    }

    void interrupted(boolean now) {
        synchronized (this) {
            interrupted = now;
        }
        if (!now) {
            readHead(null);
        }
    }

    synchronized boolean interrupted() {
        return interrupted;
    }

    @Override
    public CompletionStage<Void> barrier() {
        Barrier barrier = new Barrier();
        synchronized (this) {
            if (ended) {
                barrier.stage.completeExceptionally(gone());
                return barrier.stage;
            }
            barriers.add(barrier);
        }
        readHead(barrier);
        sequencer.after(sequencer.limits().barrierTimeout(), () -> expire(barrier));
        return barrier.stage;
    }

    @Override
    public void close() {
        if (end()) {
            release();
        }
        synchronized (delivery) {
            // waits for a call that has begun
        }
    }

    private void expire(Barrier barrier) {
        boolean late;
        synchronized (this) {
            late = barriers.remove(barrier);
        }
        if (late) {
            barrier.stage.completeExceptionally(StorageException.tryAgainLater(
                    "barrier-timeout", "the durable commits of " + document + " could not be read in time", null));
        }
    }

    /** Delivers what is ready, or reads what is missing, unless a delivery or a read is active. */
    private void advance() {
        List<Commit> next = List.of();
        synchronized (this) {
            if (ended || delivering || reading) {
                return;
            }
            if (!ready.isEmpty()) {
                next = List.copyOf(ready);
                ready.clear();
                readyBytes = 0;
                delivered = next.get(next.size() - 1).seq();
                next.forEach(commit -> recent[(int) (commit.seq() % recent.length)] =
                        new Delivered(commit.seq(), commit.submission().operation()));
                known = Math.max(known, delivered);
                delivering = true;
            } else if (known > delivered) {
                reading = true;
            } else {
                return;
            }
        }
        if (next.isEmpty()) {
            sequencer.read(this::readNext);
        } else {
            deliver(next);
        }
    }

    /** Calls the follower, unless the following has ended: {@link #close} returns only when no further call can begin. */
    private void deliver(List<Commit> next) {
        synchronized (delivery) {
            synchronized (this) {
                if (ended) {
                    return;
                }
            }
            follower.commits(next, this::batchDone);
        }
    }

    private void batchDone() {
        synchronized (this) {
            delivering = false;
            acknowledged = delivered;
        }
        completeBarriers();
        advance();
    }

    private void readNext() {
        long after;
        synchronized (this) {
            if (ended) {
                return;
            }
            after = delivered;
        }
        try {
            Page page = sequencer
                    .store()
                    .read(document, generation, after, sequencer.limits().pageBytes());
            if (page.head().seq() < after) {
                regressed(page.head().seq());
            } else if (page.snapshot() != null) {
                overtaken(page);
            } else {
                pageRead(page);
            }
        } catch (SequenceConflictException elsewhere) {
            replaced();
        } catch (StorageException unavailable) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: reading the log failed: {1}", document, unavailable.code());
            sequencer.later(this::readNext);
        } catch (RuntimeException | Error failure) { // otherwise nothing would be read for this follower any more
            FAILURES.log(() -> document + ": the log cannot be read", failure);
            sequencer.later(this::readNext);
        }
    }

    private void pageRead(Page page) {
        synchronized (this) {
            reading = false;
            known = Math.max(known, page.head().seq());
            for (Commit commit : page.commits()) {
                ready.add(commit);
                readyBytes += commit.update().size();
            }
            if (page.commits()
                    .isEmpty()) { // the log is empty: the document was re-created and its numbers continue after the
                // deleted ones
                delivered = Math.max(delivered, page.lastSeq(delivered));
                acknowledged = delivered;
                known = Math.max(known, delivered);
            }
        }
        completeBarriers();
        advance();
    }

    private void overtaken(Page page) {
        endWith(() -> follower.overtaken(page));
    }

    /** The log has lost commits that were delivered: a store that was restored from a backup, or that failed over to a replica. */
    private void regressed(long head) {
        LOG.log(
                System.Logger.Level.ERROR,
                "{0}: the log has lost commits: {1} was delivered, the log ends at {2}",
                document,
                Long.toString(delivered()),
                Long.toString(head));
        endWith(follower::regressed);
    }

    private void replaced() {
        endWith(follower::replaced);
    }

    /** Ends the following with a last call to the follower, unless it has ended: the same guarantees as in {@link #deliver}. */
    private void endWith(Runnable lastCall) {
        synchronized (delivery) {
            if (!end()) {
                return;
            }
            lastCall.run();
        }
        release();
    }

    /** Ends the following and returns whether this call did it; the caller that did it calls {@link #release()}. */
    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private void release() {
        List<Barrier> waiting;
        BroadcastBus.Subscription toBus;
        synchronized (this) {
            waiting = List.copyOf(barriers);
            barriers.clear();
            ready.clear();
            toBus = subscription;
        }
        sequencer.forget(document, this);
        if (toBus != null) {
            toBus.close();
        }
        waiting.forEach(barrier -> barrier.stage.completeExceptionally(gone()));
    }

    private void completeBarriers() {
        List<Barrier> passed = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Barrier> it = barriers.iterator(); it.hasNext(); ) {
                Barrier barrier = it.next();
                if (barrier.target >= 0 && barrier.target <= acknowledged) {
                    it.remove();
                    passed.add(barrier);
                }
            }
        }
        passed.forEach(barrier -> barrier.stage.complete(null));
    }

    private SequenceConflictException gone() {
        return new SequenceConflictException("following-ended", document + " is no longer followed");
    }
}
