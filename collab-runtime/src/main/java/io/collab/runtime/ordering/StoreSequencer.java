package io.collab.runtime.ordering;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.ProtocolException;
import io.collab.api.StorageException;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Receipt;
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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@link Sequencer} over a store and a bus. The store's guard is the fence and its sequence number the order; the bus
 * only wakes followers up. What the bus loses is found by the next message, by a barrier, or by the poll of the heads of
 * all documents that are followed.
 *
 * <p>Concurrency: {@code following} is the only shared state here; every {@link StoreFollowing} guards its own. Reads of
 * the store run on {@code reads}, never on a caller's thread.
 */
public final class StoreSequencer implements Sequencer {
    private static final System.Logger LOG = System.getLogger(StoreSequencer.class.getName());

    private final DocumentStore store;
    private final BroadcastBus bus;
    private final String node;
    private final Executor reads;
    private final ScheduledExecutorService timer;
    private final OrderingLimits limits;
    private final Map<DocumentId, Set<StoreFollowing>> followings = new ConcurrentHashMap<>();
    private final HeadReader heads;
    private final AtomicBoolean polling = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param store is not closed by this
     * @param bus is not closed by this
     * @param node the id of this node
     * @param reads may block; bounded by whoever made it
     * @param timer only hands work over to {@code reads}
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
        tick(Duration.ZERO);
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
        followings
                .computeIfAbsent(document, absent -> ConcurrentHashMap.newKeySet())
                .add(following);
        following.start(bus.subscribe(topic(document), new Wakeups(following)));
        return following;
    }

    @Override
    public void close() {
        closed = true;
        followings.values().forEach(set -> set.forEach(StoreFollowing::close));
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

    /** Runs something that may block; gives it up when the node is going down. */
    void read(Runnable blocking) {
        try {
            reads.execute(blocking);
        } catch (RejectedExecutionException goingDown) {
            LOG.log(System.Logger.Level.DEBUG, "a read was rejected");
            later(blocking);
        }
    }

    /** Runs something that may block after {@link OrderingLimits#retryInterval()}. */
    void later(Runnable blocking) {
        after(limits.retryInterval(), () -> read(blocking));
    }

    /** Runs something short after a while; never when the node is going down. */
    void after(Duration delay, Runnable brief) {
        try {
            if (!closed) {
                timer.schedule(brief, delay.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException goingDown) {
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
        int bytes = 0;
        for (int i = 0; i < receipts.size(); i++) {
            Receipt receipt = receipts.get(i);
            last = Math.max(last, receipt.seq());
            if (receipt.fresh()) {
                var submission = append.submissions().get(i);
                bytes += submission.update().size() + 256;
                fresh.add(
                        new Commit(append.document(), append.generation(), receipt.seq(), receipt.time(), submission));
            }
        }
        for (StoreFollowing following : followings.getOrDefault(append.document(), Set.of())) {
            following.committed(append.generation(), last, fresh);
        }
        if (!fresh.isEmpty()) {
            List<Commit> travelling = bytes <= bus.maxMessageBytes() ? fresh : List.of();
            bus.publish(
                    topic(append.document()),
                    BusMessageFormat.write(new BusMessage.Committed(node, append.generation(), last, travelling)));
        }
    }

    /** Ticks at the faster interval, so that an interruption is felt at once; polls at the slower one while all is well. */
    private void tick(Duration sinceLastPoll) {
        boolean due = sinceLastPoll.compareTo(limits.pollInterval()) >= 0 || interrupted();
        if (due) {
            poll();
        }
        Duration next = limits.interruptedPollInterval();
        after(next, () -> tick(due ? next : sinceLastPoll.plus(next)));
    }

    private boolean interrupted() {
        return followings.values().stream().anyMatch(set -> set.stream().anyMatch(StoreFollowing::interrupted));
    }

    private void poll() {
        if (!followings.isEmpty() && polling.compareAndSet(false, true)) {
            read(() -> {
                try {
                    List<DocumentId> asked = List.copyOf(followings.keySet());
                    Map<DocumentId, Head> found = store.heads(asked);
                    for (DocumentId document : asked) {
                        for (StoreFollowing following : followings.getOrDefault(document, Set.of())) {
                            following.headSeen(found.get(document));
                        }
                    }
                } catch (StorageException unavailable) {
                    LOG.log(System.Logger.Level.DEBUG, "heads cannot be polled: {0}", unavailable.code());
                } finally {
                    polling.set(false);
                }
            });
        }
    }

    private static String topic(DocumentId document) {
        return "collab.log." + document.key();
    }

    /** What the bus says about one document, passed on to its follower. */
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
                LOG.log(System.Logger.Level.WARNING, "{0}: a bus message was dropped", unreadable.code());
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
