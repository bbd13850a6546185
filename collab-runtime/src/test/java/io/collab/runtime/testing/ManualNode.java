package io.collab.runtime.testing;

import static org.awaitility.Awaitility.await;

import io.collab.api.Access;
import io.collab.api.Author;
import io.collab.api.CollabException;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.runtime.commit.GroupCommitter;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.SendQueue;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.ordering.StoreSequencer;
import io.collab.runtime.protocol.HocuspocusWire;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.runtime.protocol.YWebSocketWire;
import io.collab.runtime.session.Participant;
import io.collab.runtime.session.SessionResources;
import io.collab.runtime.tck.MovableClock;
import io.collab.runtime.tck.StoreDecorator;
import io.collab.runtime.threads.Mailbox;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.transport.Wire;
import io.collab.tck.fault.FaultyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a node without threads of their own, except the one that commits: the test runs what waits, moves the time and
 * releases commits.
 */
public final class ManualNode implements AutoCloseable {
    public static final DocumentId FRUIT = DocumentId.of("fruit");

    /** The time of {@link SessionResources#nanoTime()}. */
    public final AtomicLong nanos = new AtomicLong(1_000_000_000);
    /** The time of the store. */
    public final MovableClock clock = new MovableClock();

    public final FaultyStore store = new FaultyStore(new DefectiveReads(), 0);
    public final DirectBus bus = new DirectBus();
    public final ManualTimer timer = new ManualTimer();
    public final ManualExecutor mailboxes = new ManualExecutor();
    public final ManualExecutor reads = new ManualExecutor();
    public final List<Throwable> failures = new ArrayList<>();
    public final StoreSequencer sequencer;
    public final HeldLog log;
    public final SessionResources resources;
    private final GroupCommitter committer;
    private long foreign;
    private @Nullable Error defect;

    /** A client as its session sees it, with what it was sent and why its participation was ended. */
    public record Client(Participant participant, RecordingConnection connection, List<CollabException> ends) {
        public List<String> lines() {
            return connection.lines();
        }
    }

    public ManualNode(MergeEngine engine, SessionResources.Policy policy) {
        this.sequencer = new StoreSequencer(store, bus, "node", reads, timer, OrderingLimits.DEFAULTS);
        this.log = new HeldLog(sequencer);
        this.committer = new GroupCommitter(log, 1, policy.commit(), Thread::new);
        this.resources = new SessionResources(
                engine,
                store,
                sequencer,
                bus,
                committer,
                mailboxes,
                reads,
                () -> new Generation(UUID.randomUUID()),
                nanos::get,
                "node",
                "node",
                policy);
    }

    public Client client(String name, Access access) {
        return client(name, "fruit", Wire.HOCUSPOCUS, access);
    }

    public Client client(String name, String address, Wire wire, Access access) {
        RecordingConnection connection = new RecordingConnection(name, wire);
        List<CollabException> ends = new ArrayList<>();
        Participant participant = new Participant(
                queue(connection, wire, ConnectionLimits.DEFAULTS),
                address,
                new Participant.Admission(FRUIT, name, new Author(name, name, "node"), access),
                (ended, reason) -> ends.add(reason));
        return new Client(participant, connection, ends);
    }

    public SendQueue queue(RecordingConnection connection, Wire wire, ConnectionLimits limits) {
        WireProtocol protocol = wire == Wire.HOCUSPOCUS ? new HocuspocusWire() : new YWebSocketWire();
        Mailbox mailbox = new Mailbox(mailboxes, nanos::get, failures::add);
        return new SendQueue(connection, protocol, resources.engine(), mailbox, limits, nanos::get);
    }

    /** Runs everything that waits on mailboxes and for reads. */
    public void settle() {
        boolean any = true;
        while (any) {
            any = mailboxes.runAll() | reads.runAll();
        }
    }

    /** Runs what waits until a condition holds that depends on the thread that commits. */
    public void settleUntil(Callable<Boolean> condition) {
        await().pollInSameThread().pollInterval(Duration.ofMillis(2)).until(() -> {
            settle();
            return condition.call();
        });
    }

    /** Appends a change as another node does: it is in the log, and no follower was woken. */
    public void appendElsewhere(Update update) {
        store.append(List.of(next(update)));
    }

    /** Appends a change on this node: its followers are woken. */
    public void append(Update update) {
        sequencer.commit(List.of(next(update)));
    }

    /** The next read of the store throws an error, as a defective driver does. */
    public void failNextRead(Error error) {
        defect = error;
    }

    private final class DefectiveReads extends StoreDecorator {
        DefectiveReads() {
            super(new MemoryDocumentStore(clock));
        }

        @Override
        public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
            throwDefect();
            return super.heads(documents);
        }

        @Override
        public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
            throwDefect();
            return super.read(document, generation, afterSeq, maxBytes);
        }

        private void throwDefect() {
            Error thrown = defect;
            defect = null;
            if (thrown != null) {
                throw thrown;
            }
        }
    }

    private Append next(Update update) {
        Submission submission =
                new Submission(new OperationId("elsewhere", foreign++), new Author("eve", "c", "other"), update);
        return new Append(FRUIT, head().generation(), new Guard.Any(), List.of(submission));
    }

    public Head head() {
        return store.heads(List.of(FRUIT)).get(FRUIT);
    }

    @Override
    public void close() {
        committer.close();
        log.close();
    }
}
