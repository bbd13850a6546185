package io.collab.runtime.ordering;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
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
 * One document being followed by one follower. What is known to exist grows by commits of this node, by bus messages and
 * by heads; what is told comes from {@code ready} when it is contiguous there and from the log otherwise.
 *
 * <p>Invariants, under the monitor of {@code this}: I1 {@code taken <= told <= known}. I2 {@code ready} holds contiguous
 * commits, the first at {@code told + 1}. I3 at most one of telling and reading goes on. I4 nothing is told after
 * {@code ended}. The follower, the bus and the store are only called outside the monitor.
 */
final class StoreFollowing implements Following {
    private static final System.Logger LOG = System.getLogger(StoreFollowing.class.getName());

    private final StoreSequencer sequencer;
    private final DocumentId document;
    private final Generation generation;
    private final Follower follower;
    /** Held while the follower is called; its calls do not block. Taken before the monitor of {@code this}, never within. */
    private final Object turn = new Object();

    private final ArrayDeque<Commit> ready = new ArrayDeque<>();
    private final List<Barrier> barriers = new ArrayList<>();
    private long readyBytes;
    private long taken;
    private long told;
    private long known;
    private boolean telling;
    private boolean reading;
    private boolean interrupted;
    private boolean ended;
    private BroadcastBus.@Nullable Subscription subscription;

    /** Waits for a commit to be taken; its target is unknown (-1) until a head was read. */
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
        this.taken = afterSeq;
        this.told = afterSeq;
        this.known = afterSeq;
    }

    DocumentId document() {
        return document;
    }

    /** Goes live: from here on the bus wakes it; one look at the head finds what came before. */
    void start(BroadcastBus.Subscription toBus) {
        boolean alreadyEnded;
        synchronized (this) {
            subscription = toBus;
            alreadyEnded = ended;
        }
        if (alreadyEnded) {
            toBus.close();
        } else {
            lookUp(null);
        }
    }

    /** The log has grown: by this node, whose commits are all given, or by another one. */
    void committed(Generation of, long last, List<Commit> commits) {
        synchronized (this) {
            if (ended || !of.equals(generation)) {
                return;
            }
            known = Math.max(known, last);
            for (Commit commit : commits) {
                long next = ready.isEmpty() ? told + 1 : ready.getLast().seq() + 1;
                boolean room = readyBytes + commit.update().size()
                        <= sequencer.limits().readyBytes();
                if (commit.seq() == next && !reading && room) {
                    ready.add(commit);
                    readyBytes += commit.update().size();
                }
            }
        }
        advance();
    }

    /** A poll has found the head, or that the document is gone. */
    void headSeen(@Nullable Head head) {
        if (head == null || !head.generation().equals(generation)) {
            replaced();
            return;
        }
        synchronized (this) {
            known = Math.max(known, head.seq());
        }
        advance();
    }

    /** Asks where the document stands, again until the store answers or this has ended. */
    private void lookUp(@Nullable Barrier barrier) {
        sequencer.heads().request(new HeadReader.Request(document, head -> headFound(barrier, head), unavailable -> {
            LOG.log(System.Logger.Level.DEBUG, "{0}: the head cannot be read: {1}", document, unavailable.code());
            sequencer.after(sequencer.limits().retryInterval(), () -> lookUpAgain(barrier));
        }));
    }

    private void lookUpAgain(@Nullable Barrier barrier) {
        boolean wanted;
        synchronized (this) {
            wanted = !ended && (barrier == null || barriers.contains(barrier));
        }
        if (wanted) {
            lookUp(barrier);
        }
    }

    private void headFound(@Nullable Barrier barrier, @Nullable Head head) {
        if (barrier != null && head != null) {
            synchronized (this) {
                barrier.target = head.seq();
            }
        }
        headSeen(head);
        completeBarriers();
    }

    void interrupted(boolean now) {
        synchronized (this) {
            interrupted = now;
        }
        if (!now) {
            lookUp(null);
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
        lookUp(barrier);
        sequencer.after(sequencer.limits().barrierTimeout(), () -> expire(barrier));
        return barrier.stage;
    }

    @Override
    public void close() {
        end();
        synchronized (turn) {
            // a call that had begun has returned
        }
    }

    private void expire(Barrier barrier) {
        boolean late;
        synchronized (this) {
            late = barriers.remove(barrier);
        }
        if (late) {
            barrier.stage.completeExceptionally(StorageException.tryAgainLater(
                    "barrier-timeout", "what is durable in " + document + " could not be read in time", null));
        }
    }

    /** Tells what is ready, or reads what is missing, or does nothing because one of them goes on already. */
    private void advance() {
        List<Commit> next = List.of();
        synchronized (this) {
            if (ended || telling || reading) {
                return;
            }
            if (!ready.isEmpty()) {
                next = List.copyOf(ready);
                ready.clear();
                readyBytes = 0;
                told = next.get(next.size() - 1).seq();
                known = Math.max(known, told);
                telling = true;
            } else if (known > told) {
                reading = true;
            } else {
                return;
            }
        }
        if (next.isEmpty()) {
            sequencer.read(this::readNext);
        } else {
            tell(next);
        }
    }

    /** Calls the follower, unless {@link #close} was faster: it returns only when no call can begin any more. */
    private void tell(List<Commit> next) {
        synchronized (turn) {
            synchronized (this) {
                if (ended) {
                    return;
                }
            }
            follower.commits(next, this::takenAll);
        }
    }

    private void takenAll() {
        synchronized (this) {
            telling = false;
            taken = told;
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
            after = told;
        }
        try {
            Page page = sequencer
                    .store()
                    .read(document, generation, after, sequencer.limits().pageBytes());
            if (page.snapshot() != null) {
                overtaken(page);
            } else {
                pageRead(page);
            }
        } catch (SequenceConflictException elsewhere) {
            replaced();
        } catch (StorageException unavailable) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: reading the log failed: {1}", document, unavailable.code());
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
            if (page.commits().isEmpty()) { // nothing is left to tell: the document was made anew behind an older one
                told = Math.max(told, page.lastSeq(told));
                taken = told;
                known = Math.max(known, told);
            }
        }
        completeBarriers();
        advance();
    }

    private void overtaken(Page page) {
        if (end()) {
            follower.overtaken(page);
        }
    }

    private void replaced() {
        if (end()) {
            follower.replaced();
        }
    }

    /** Whether this call ended it. */
    private boolean end() {
        List<Barrier> waiting;
        BroadcastBus.Subscription toBus;
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
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
        return true;
    }

    private void completeBarriers() {
        List<Barrier> passed = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Barrier> it = barriers.iterator(); it.hasNext(); ) {
                Barrier barrier = it.next();
                if (barrier.target >= 0 && barrier.target <= taken) {
                    it.remove();
                    passed.add(barrier);
                }
            }
        }
        passed.forEach(barrier -> barrier.stage.complete(null));
    }

    private SequenceConflictException gone() {
        return new SequenceConflictException("following-ended", document + " is not followed any more");
    }
}
