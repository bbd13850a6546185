package io.collab.runtime.ordering;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.ProtocolException;
import io.collab.api.Receipt;
import io.collab.runtime.log.RepeatedLog;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Sequencer} over a store and a bus. The store's guard is the fence and its sequence numbers are the order; the bus only
 * wakes followers. A commit whose bus message was lost is found by the next message, by a barrier, or by {@link HeadPoller}.
 *
 * <p>Thread-safe: {@code followings} is the only shared state; every {@link StoreFollowing} guards its own. Reads of the store run
 * on {@code reads}, never on a caller's thread.
 */
public final class StoreSequencer implements Sequencer {
    private static final System.Logger LOG = System.getLogger(StoreSequencer.class.getName());
    private static final RepeatedLog NOT_STARTED = new RepeatedLog(StoreSequencer.class, System.Logger.Level.WARNING);
    private static final RepeatedLog DROPPED = new RepeatedLog(StoreSequencer.class, System.Logger.Level.WARNING);

    private final DocumentStore store;
    private final BroadcastBus bus;
    private final String node;
    private final Executor reads;
    private final ScheduledExecutorService timer;
    private final OrderingLimits limits;
    private final Map<DocumentId, Set<StoreFollowing>> followings = new ConcurrentHashMap<>();
    private final HeadReader heads;
    private volatile boolean closed;

    /**
     * @param store not closed by this sequencer
     * @param bus not closed by this sequencer
     * @param node a random id of this start of the node, which filters its own bus messages
     * @param reads runs reads of the store, which may block; may reject
     * @param timer hands work to {@code reads}
     */
    public StoreSequencer(
            DocumentStore store,
            BroadcastBus bus,
            String node,
            Executor reads,
            ScheduledExecutorService timer,
            OrderingLimits limits) {
        this.store = store;
        this.bus = bus;
        this.node = node;
        this.reads = reads;
        this.timer = timer;
        this.limits = limits;
        this.heads = new HeadReader(store, this::read);
        new HeadPoller(this).start();
    }

    @Override
    public List<AppendResult> commit(List<Append> appends) {
        List<AppendResult> answers = store.append(appends);
        for (int i = 0; i < appends.size(); i++) {
            if (answers.get(i) instanceof AppendResult.Committed committed) {
                announce(appends.get(i), committed.receipts());
            }
        }
        return answers;
    }

    @Override
    public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
        if (closed) {
            throw new IllegalStateException("the sequencer is closed");
        }
        StoreFollowing following = new StoreFollowing(this, document, generation, afterSeq, follower);
        followings.compute(
                document, (id, present) -> { // adds inside the map's lock, under which forget removes the set
                    Set<StoreFollowing> set = present == null ? ConcurrentHashMap.newKeySet() : present;
                    set.add(following);
                    return set;
                });
        following.start(bus.subscribe(BusTopic.ofLog(store, document), new Wakeups(following)));
        if (closed) { // close() may have missed it
            following.close();
        }
        return following;
    }

    @Override
    public void close() {
        closed = true;
        followings().forEach(StoreFollowing::close);
    }

    DocumentStore store() {
        return store;
    }

    OrderingLimits limits() {
        return limits;
    }

    HeadReader heads() {
        return heads;
    }

    /** Runs a task that may block; retries later if the pool does not accept it. */
    void read(Runnable blocking) {
        try {
            reads.execute(blocking);
        } catch (RejectedExecutionException rejected) {
            LOG.log(System.Logger.Level.DEBUG, "a read was rejected");
            later(blocking);
        } catch (Throwable notStarted) { // no thread can be created: those that wait for the read would wait for ever
            NOT_STARTED.log(() -> "a read could not be started", notStarted);
            later(blocking);
        }
    }

    /** Runs a task that may block after {@link OrderingLimits#retryInterval()}. */
    void later(Runnable blocking) {
        after(limits.retryInterval(), () -> read(blocking));
    }

    /** Runs a short task after a delay; drops it if the sequencer is closed. */
    void after(Duration delay, Runnable brief) {
        try {
            if (!closed) {
                timer.schedule(brief, delay.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException shuttingDown) {
            LOG.log(System.Logger.Level.DEBUG, "a timer was rejected");
        }
    }

    void forget(DocumentId document, StoreFollowing following) {
        followings.computeIfPresent(document, (id, set) -> {
            set.remove(following);
            return set.isEmpty() ? null : set;
        });
    }

    private void announce(Append append, List<Receipt> receipts) {
        List<Commit> fresh = new ArrayList<>(receipts.size());
        long last = 0;
        long bytes = 0;
        for (int i = 0; i < receipts.size(); i++) {
            Receipt receipt = receipts.get(i);
            last = Math.max(last, receipt.seq());
            if (receipt.fresh()) {
                var submission = append.submissions().get(i);
                bytes += submission.update().size();
                fresh.add(
                        new Commit(append.document(), append.generation(), receipt.seq(), receipt.time(), submission));
            }
        }
        for (StoreFollowing following : followings.getOrDefault(append.document(), Set.of())) {
            following.committed(append.generation(), last, fresh);
        }
        if (!fresh.isEmpty()) {
            bus.publish(BusTopic.ofLog(store, append.document()), wakeUp(append.generation(), last, bytes, fresh));
        }
    }

    /** Returns a message with the commits if they fit into one, otherwise without: a receiver then reads them from the log. */
    private byte[] wakeUp(Generation generation, long last, long bytes, List<Commit> fresh) {
        int maxBytes = bus.maxMessageBytes();
        if (bytes <= maxBytes) {
            byte[] message = BusMessageFormat.write(new BusMessage.Committed(node, generation, last, fresh));
            if (message.length <= maxBytes) {
                return message;
            }
        }
        return BusMessageFormat.write(new BusMessage.Committed(node, generation, last, List.of()));
    }

    boolean busInterrupted() {
        return followings().stream().anyMatch(StoreFollowing::interrupted);
    }

    boolean isFollowed() {
        return !followings.isEmpty();
    }

    List<StoreFollowing> followings() {
        return followings.values().stream().flatMap(Set::stream).toList();
    }

    /** Passes the bus messages of one document to its following. */
    private final class Wakeups implements BusListener {
        private final StoreFollowing following;

        Wakeups(StoreFollowing following) {
            this.following = following;
        }

        @Override
        public void message(byte[] bytes) {
            try {
                if (BusMessageFormat.read(following.document(), bytes) instanceof BusMessage.Committed committed
                        && !committed.node().equals(node)) {
                    following.committed(committed.generation(), committed.seq(), committed.commits());
                }
            } catch (ProtocolException unreadable) {
                DROPPED.log(() -> unreadable.code() + ": a bus message was dropped");
            }
        }

        @Override
        public void interrupted() {
            following.interrupted(true);
        }

        @Override
        public void resumed() {
            following.interrupted(false);
        }
    }
}
