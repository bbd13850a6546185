package io.collab.runtime.session;

import io.collab.api.Access;
import io.collab.api.AccessDecision;
import io.collab.api.Authentication;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.ordering.StoreSequencer;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node over a store in memory, whose way into the log can be held, broken, and broken for one document. */
final class TestNode implements AutoCloseable {
    final MemoryDocumentStore store;
    final StoreSequencer sequencer;
    final SessionRegistry registry;
    final Gateway gateway;
    final SessionResources resources;
    final AtomicInteger appends = new AtomicInteger();
    final Set<DocumentId> refused = ConcurrentHashMap.newKeySet();
    volatile Access access = Access.WRITE;
    private final Phaser gate = new Phaser();
    private volatile boolean gateClosed;
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final GroupCommitter committer;
    private final MemoryBroadcastBus bus;

    TestNode() {
        this(new WordEngine(), new MemoryDocumentStore(), new MemoryBroadcastBus(), SessionLimits.defaults());
    }

    TestNode(SessionLimits limits) {
        this(new WordEngine(), new MemoryDocumentStore(), new MemoryBroadcastBus(), limits);
    }

    TestNode(MergeEngine engine, MemoryDocumentStore store, MemoryBroadcastBus bus, SessionLimits limits) {
        this.store = store;
        this.bus = bus;
        String name = UUID.randomUUID().toString();
        OrderingLimits ordering = new OrderingLimits(
                1 << 20,
                1 << 20,
                Duration.ofMillis(200),
                Duration.ofMillis(50),
                Duration.ofSeconds(5),
                Duration.ofMillis(20));
        this.sequencer = new StoreSequencer(store, bus, name, pool, timer, ordering);
        this.committer = new GroupCommitter(gated(sequencer), 1, 1_000, 1 << 20, Thread::new);
        this.resources = new SessionResources(
                engine,
                store,
                sequencer,
                bus,
                committer,
                pool,
                pool,
                () -> new Generation(UUID.randomUUID()),
                System::nanoTime,
                name,
                limits);
        this.registry = new SessionRegistry(resources);
        Doorkeeper doorkeeper = new Doorkeeper(
                who -> CompletableFuture.completedFuture(
                        new Authentication.Authenticated(DocumentId.DEFAULT_TENANT, "ann")),
                (who, document) -> CompletableFuture.completedFuture(
                        access == Access.NONE
                                ? new AccessDecision.Denied("not you")
                                : new AccessDecision.Granted(access)),
                pool);
        this.gateway = new Gateway(registry, resources, doorkeeper, ConnectionLimits.defaults());
        timer.scheduleWithFixedDelay(registry::tick, 20, 20, TimeUnit.MILLISECONDS);
    }

    /** From now on nothing becomes durable. */
    void holdLog() {
        gate.register();
        gateClosed = true;
    }

    void releaseLog() {
        gateClosed = false;
        gate.arriveAndDeregister();
    }

    Head head(String name) {
        return store.heads(List.of(DocumentId.of(name))).get(DocumentId.of(name));
    }

    @Override
    public void close() {
        committer.close();
        sequencer.close();
        timer.shutdownNow();
        pool.shutdownNow();
        bus.close();
    }

    private Sequencer gated(Sequencer inner) {
        return new Sequencer() {
            @Override
            public List<AppendResult> commit(List<Append> batch) {
                appends.incrementAndGet();
                if (gateClosed) {
                    gate.awaitAdvance(gate.getPhase());
                }
                if (batch.stream().anyMatch(append -> refused.contains(append.document()))) {
                    throw new StorageException("refused", "the database refuses a record");
                }
                return inner.commit(batch);
            }

            @Override
            public io.collab.spi.ordering.Following follow(
                    DocumentId document,
                    Generation generation,
                    long afterSeq,
                    io.collab.spi.ordering.Follower follower) {
                return inner.follow(document, generation, afterSeq, follower);
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    DocumentStore store() {
        return store;
    }
}
