package io.collab.runtime;

import io.collab.api.Authenticator;
import io.collab.api.Authorizer;
import io.collab.api.CloseCode;
import io.collab.api.CollabRuntime;
import io.collab.api.DocumentHandle;
import io.collab.api.DocumentId;
import io.collab.api.DocumentInfo;
import io.collab.api.Generation;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.runtime.commit.GroupCommitter;
import io.collab.runtime.connection.AccessChecker;
import io.collab.runtime.connection.ConnectionRegistry;
import io.collab.runtime.connection.ConnectionResources;
import io.collab.runtime.log.RepeatedLog;
import io.collab.runtime.ordering.StoreSequencer;
import io.collab.runtime.session.SessionDocumentHandle;
import io.collab.runtime.session.SessionRegistry;
import io.collab.runtime.session.SessionResources;
import io.collab.runtime.threads.NodeThreads;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import io.collab.spi.transport.ConnectionAcceptor;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A running node, complete without a container: starts its parts, and closes them in the right order. Thread-safe.
 */
public final class CollabNode implements CollabRuntime {
    private static final System.Logger LOG = System.getLogger(CollabNode.class.getName());
    private static final RepeatedLog LATE_COMMITS = new RepeatedLog(CollabNode.class, System.Logger.Level.WARNING);
    private static final long CLOSE_FRAMES_NANOS = 1_000_000_000;

    /** A health check of a container should answer within a second. */
    private static final Duration CHECK_DEADLINE = Duration.ofMillis(800);

    /** Longer than a commit to a busy store needs, shorter than the time-out of its sockets. */
    private static final Duration MAX_COMMIT_TIME = Duration.ofSeconds(5);

    private final CollabConfig config;
    private final DocumentStore store;
    private final BroadcastBus bus;
    private final NodeThreads threads;
    private final StoreSequencer sequencer;
    private final GroupCommitter committer;
    private final SessionResources resources;
    private final SessionRegistry registry;
    private final ConnectionRegistry connections;
    private final StoreCheck storeCheck;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean interrupted;

    CollabNode(
            CollabConfig config,
            DocumentStore store,
            BroadcastBus bus,
            MergeEngine engine,
            Authenticator authenticator,
            Authorizer authorizer,
            ThreadFactory source) {
        this.config = config;
        this.store = store;
        this.bus = bus;
        this.threads = new NodeThreads(source, config.readThreads(), config.readQueue());
        String node = config.node().isEmpty() ? UUID.randomUUID().toString() : config.node();
        String instance = UUID.randomUUID().toString();
        this.sequencer = new StoreSequencer(store, bus, instance, threads.reads(), threads.timer(), config.ordering());
        this.committer = new GroupCommitter(sequencer, config.commitLanes(), config.commit(), threads.named("commit"));
        this.storeCheck = new StoreCheck(store, CHECK_DEADLINE, threads.named("health"));
        this.resources = new SessionResources(
                engine,
                store,
                sequencer,
                bus,
                committer,
                threads.mailboxes(),
                threads.reads(),
                () -> new Generation(UUID.randomUUID()),
                System::nanoTime,
                node,
                instance,
                config.session());
        this.registry = new SessionRegistry(resources);
        AccessChecker accessChecker = new AccessChecker(authenticator, authorizer, threads.application());
        this.connections = new ConnectionRegistry(
                new ConnectionResources(registry, resources, accessChecker, config.connection()));
        every(500, registry::tick);
        every(2_500, connections::tick);
        LOG.log(
                System.Logger.Level.INFO,
                "Collab node {0} started: an acknowledged edit survives {1}",
                node,
                survives(store.durability()));
    }

    /** Returns the acceptor to which transports pass their connections. */
    public ConnectionAcceptor acceptor() {
        return connections;
    }

    /** Returns the configuration of this node. */
    public CollabConfig config() {
        return config;
    }

    /** Returns the timer, for the time-outs of transports; its tasks must be short. */
    public ScheduledExecutorService timer() {
        return threads.timer();
    }

    /** Returns what an acknowledged edit survives. */
    public Durability durability() {
        return store.durability();
    }

    /** Returns the number of open connections. */
    public int connections() {
        return connections.size();
    }

    /** Returns the number of loaded documents. */
    public int documents() {
        return registry.size();
    }

    /**
     * Returns whether this node should receive clients: it is not shutting down, its commits succeed, and its store can write.
     * Blocks for less than a second.
     */
    public boolean ready() {
        if (closed.get()) {
            return false;
        }
        if (!committer.isHealthy(MAX_COMMIT_TIME)) {
            LATE_COMMITS.log(() -> "not ready: commits fail or need too much time");
            return false;
        }
        return storeCheck.passes();
    }

    @Override
    public DocumentHandle document(DocumentId id) {
        if (closed.get()) {
            throw new IllegalStateException("the node is closed");
        }
        ThreadFactory nested = threads.named("handle-nested");
        return new SessionDocumentHandle(
                id,
                registry,
                resources,
                threads.single("handle"),
                task -> nested.newThread(task).start());
    }

    @Override
    public @Nullable DocumentInfo find(DocumentId id) {
        Head head = head(id);
        return head == null ? null : info(head);
    }

    @Override
    public List<DocumentInfo> list(String tenant, String afterName, int limit) {
        return store.list(tenant, afterName, limit).stream()
                .map(CollabNode::info)
                .toList();
    }

    @Override
    public boolean delete(DocumentId id) {
        Head head = head(id);
        if (head == null || !store.delete(id, head.generation())) {
            return false;
        }
        registry.end(id, new SequenceConflictException("document-deleted", id + " was deleted"));
        return true;
    }

    private @Nullable Head head(DocumentId id) {
        return store.heads(List.of(id)).get(id);
    }

    private static DocumentInfo info(Head head) {
        return new DocumentInfo(head.document(), head.generation(), head.seq());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long deadline = System.nanoTime() + config.shutdownTimeout().toNanos();
        var shuttingDown = new StorageException(
                "going-down", CloseCode.SERVICE_RESTART, "the node is shutting down; retry later", null);
        registry.refuse(shuttingDown);
        attempt("wait for the log", () -> await(registry::quiet, deadline));
        attempt("close connections", () -> connections.close(CloseCode.SERVICE_RESTART, "the node is shutting down"));
        long closeFrames = Math.min(deadline, System.nanoTime() + CLOSE_FRAMES_NANOS);
        attempt("wait for close frames", () -> await(() -> connections.size() == 0, closeFrames));
        attempt("close documents", () -> registry.close(shuttingDown));
        attempt("stop the commit lanes", () -> committer.drain(millisUntil(deadline)));
        attempt("stop following", sequencer::close);
        attempt("stop the threads", () -> threads.shutdown(deadline));
        attempt("close the bus", bus::close);
        attempt("close the store", store::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        LOG.log(System.Logger.Level.INFO, "Collab node {0} stopped", resources.node());
    }

    /** A step of closing. */
    private interface Step {
        void run() throws Exception;
    }

    /** Runs a step of closing: the next ones run whatever it throws, and do not wait any more after an interrupt. */
    private void attempt(String what, Step step) {
        try {
            step.run();
        } catch (InterruptedException stopWaiting) {
            interrupted = true;
        } catch (Throwable failure) {
            LOG.log(System.Logger.Level.WARNING, "closing the node: could not " + what, failure);
        }
    }

    private void await(BooleanSupplier condition, long deadlineNanos) throws InterruptedException {
        while (!interrupted && !condition.getAsBoolean() && System.nanoTime() - deadlineNanos < 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private long millisUntil(long deadlineNanos) {
        return interrupted ? 1 : Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
    }

    private void every(long millis, Runnable task) {
        threads.timer()
                .scheduleWithFixedDelay(
                        () -> {
                            try {
                                task.run();
                            } catch (Throwable failed) { // otherwise the task would never run again
                                LOG.log(System.Logger.Level.ERROR, "a periodic task failed", failed);
                            }
                        },
                        millis,
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    private static String survives(Durability durability) {
        String what = switch (durability.level()) {
            case MEMORY -> "nothing: documents are kept in memory only";
            case PROCESS_CRASH -> "kill -9 of this process, not the loss of power";
            case DISK -> "the loss of power";
        };
        return durability.replicas() == 0 ? what : what + ", on " + durability.replicas() + " replicas";
    }
}
