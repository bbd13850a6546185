package io.collab.runtime.testing;

import io.collab.api.Access;
import io.collab.api.AccessDecision;
import io.collab.api.Authentication;
import io.collab.api.Authenticator;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.runtime.commit.GroupCommitter;
import io.collab.runtime.connection.AccessChecker;
import io.collab.runtime.connection.ConnectionRegistry;
import io.collab.runtime.connection.ConnectionResources;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.ordering.StoreSequencer;
import io.collab.runtime.session.SessionRegistry;
import io.collab.runtime.session.SessionResources;
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

/** A node over a store in memory, whose commits can be held, and refused for one document. */
public final class TestNode implements AutoCloseable {
    public final MemoryDocumentStore store;
    public final StoreSequencer sequencer;
    public final SessionRegistry registry;
    public final ConnectionRegistry connections;
    public final SessionResources resources;
    public final AtomicInteger appends = new AtomicInteger();
    public final AtomicInteger conflicts = new AtomicInteger();
    public final Set<DocumentId> refused = ConcurrentHashMap.newKeySet();
    public volatile Access access = Access.WRITE;
    /** Answers an access check; the default authenticates every client as ann. */
    public volatile Authenticator authenticator = credentials ->
            CompletableFuture.completedFuture(new Authentication.Authenticated(DocumentId.DEFAULT_TENANT, "ann"));

    private final Phaser gate = new Phaser();
    private volatile boolean gateClosed;
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final GroupCommitter committer;
    private final MemoryBroadcastBus bus;

    public TestNode() {
        this(SessionResources.Policy.DEFAULTS);
    }

    public TestNode(SessionResources.Policy policy) {
        this(new WordEngine(), new MemoryDocumentStore(), new MemoryBroadcastBus(), policy);
    }

    public TestNode(ConnectionLimits limits) {
        this(
                new WordEngine(),
                new MemoryDocumentStore(),
                new MemoryBroadcastBus(),
                SessionResources.Policy.DEFAULTS,
                limits);
    }

    public TestNode(
            MergeEngine engine, MemoryDocumentStore store, MemoryBroadcastBus bus, SessionResources.Policy policy) {
        this(engine, store, bus, policy, ConnectionLimits.DEFAULTS);
    }

    private TestNode(
            MergeEngine engine,
            MemoryDocumentStore store,
            MemoryBroadcastBus bus,
            SessionResources.Policy policy,
            ConnectionLimits limits) {
        this.store = store;
        this.bus = bus;
        String name = UUID.randomUUID().toString();
        OrderingLimits ordering = OrderingLimits.DEFAULTS
                .withPollInterval(Duration.ofMillis(200))
                .withInterruptedPollInterval(Duration.ofMillis(50))
                .withBarrierTimeout(Duration.ofSeconds(5))
                .withRetryInterval(Duration.ofMillis(20));
        this.sequencer = new StoreSequencer(store, bus, name, pool, timer, ordering);
        this.committer = new GroupCommitter(gated(sequencer), 1, policy.commit(), Thread::new);
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
                name,
                policy);
        this.registry = new SessionRegistry(resources);
        AccessChecker accessChecker = new AccessChecker(
                credentials -> authenticator.authenticate(credentials),
                (principal, document) -> CompletableFuture.completedFuture(
                        access == Access.NONE
                                ? new AccessDecision.Denied("not you")
                                : new AccessDecision.Granted(access)),
                pool);
        this.connections = new ConnectionRegistry(new ConnectionResources(registry, resources, accessChecker, limits));
        timer.scheduleWithFixedDelay(registry::tick, 20, 20, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(connections::tick, 20, 20, TimeUnit.MILLISECONDS);
    }

    /** Holds all commits until {@link #releaseLog()}. */
    public void holdLog() {
        gate.register();
        gateClosed = true;
    }

    public void releaseLog() {
        gateClosed = false;
        gate.arriveAndDeregister();
    }

    public Head head(String name) {
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
                List<AppendResult> results = inner.commit(batch);
                results.stream()
                        .filter(AppendResult.Conflict.class::isInstance)
                        .forEach(conflict -> conflicts.incrementAndGet());
                return results;
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

    public DocumentStore store() {
        return store;
    }
}
