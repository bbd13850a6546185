package io.collab.runtime.session;

import io.collab.api.Access;
import io.collab.api.Author;
import io.collab.api.CollabException;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.runtime.commit.GroupCommitter;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.SendQueue;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.ordering.StoreSequencer;
import io.collab.runtime.protocol.YWebSocketWire;
import io.collab.runtime.testing.CheckedConnection;
import io.collab.runtime.testing.Schedule;
import io.collab.runtime.testing.ScheduledPool;
import io.collab.runtime.testing.Submissions;
import io.collab.runtime.testing.UnreliableBus;
import io.collab.runtime.testing.UnreliableStore;
import io.collab.runtime.testing.WordEngine;
import io.collab.runtime.threads.Mailbox;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The session registry of one node over a store in memory, with participants and writers of one document. */
final class OpenDocuments {
    static final DocumentId DOCUMENT = DocumentId.of("d");
    private static final OrderingLimits ORDERING = new OrderingLimits(
            150, 300, Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMillis(250));

    /** One for the log and one for presence. */
    private static final int SUBSCRIPTIONS_OF_A_SESSION = 2;

    final Schedule schedule;
    final Random random;
    final UnreliableStore store;
    final UnreliableBus bus;
    final ScheduledPool reads;
    final StoreSequencer sequencer;
    final SessionResources resources;
    final SessionRegistry registry;
    final List<Member> members = new ArrayList<>();
    private final ScheduledPool mailboxes;
    private int writers;
    private long skippedNanos;

    /** A participant, and what has become of its join. */
    static final class Member {
        final Participant participant;
        final SendQueue queue;
        DocumentSession session;
        CollabException failure;
        CollabException end;
        boolean left;

        Member(SendQueue queue, int number) {
            this.queue = queue;
            this.participant = new Participant(
                    queue,
                    "",
                    new Participant.Admission(
                            DOCUMENT, "member-" + number, new Author("ann", "connection", "node"), Access.WRITE),
                    (ended, reason) -> end = reason);
        }
    }

    OpenDocuments(Schedule schedule) {
        this.schedule = schedule;
        this.random = schedule.random();
        this.store = new UnreliableStore(schedule);
        this.bus = new UnreliableBus(schedule);
        this.reads = new ScheduledPool(schedule, "reads", 2);
        this.mailboxes = new ScheduledPool(schedule, "mailbox", 2);
        ScheduledPool timer = new ScheduledPool(schedule, "timer", 1);
        this.sequencer = new StoreSequencer(store, bus, "node", reads, timer, ORDERING);
        this.resources = new SessionResources(
                new WordEngine(),
                store,
                sequencer,
                bus,
                new GroupCommitter(sequencer, 0, SessionResources.Policy.DEFAULTS.commit(), Thread::new),
                mailboxes,
                reads,
                () -> new Generation(new UUID(random.nextLong(), random.nextLong())),
                () -> schedule.nanoTime() + skippedNanos,
                "node",
                "node",
                SessionResources.Policy.DEFAULTS);
        this.registry = new SessionRegistry(resources);
    }

    void pause(int maxSteps) {
        for (int steps = random.nextInt(maxSteps); steps > 0; steps--) {
            Schedule.step("pause");
        }
    }

    /** Starts participants that join, and leave perhaps. */
    void joins(int count) {
        for (int i = 0; i < count; i++) {
            schedule.start("join-" + i, () -> {
                pause(60);
                Member member = join();
                pause(60);
                if (member.session != null && schedule.oneIn(3)) {
                    member.left = true;
                    member.session.leave(member.participant);
                }
            });
        }
    }

    Member join() {
        Mailbox mailbox = new Mailbox(mailboxes, schedule::nanoTime, schedule::fail);
        Member member = new Member(
                new SendQueue(
                        new CheckedConnection(schedule),
                        new YWebSocketWire(),
                        resources.engine(),
                        mailbox,
                        ConnectionLimits.DEFAULTS,
                        schedule::nanoTime),
                members.size());
        members.add(member);
        Head head = store.head(DOCUMENT);
        Set<String> durable = words();
        registry.join(member.participant).whenComplete((session, failed) -> {
            schedule.require(member.session == null && member.failure == null, "a join has two results");
            member.session = session;
            if (session != null && head != null) {
                schedule.require(Sessions.contains(session, head.generation(), durable), "joined without " + durable);
            }
            if (failed != null) {
                schedule.require(
                        (failed instanceof CompletionException ? failed.getCause() : failed) instanceof CollabException,
                        "a join fails with " + failed);
                member.failure = JoinFailure.of(failed);
            }
        });
        return member;
    }

    void write(int commits) {
        Submissions submissions = new Submissions("writer-" + writers++, random);
        for (int i = 0; i < commits; i++) {
            submissions.commit(sequencer, () -> store.head(DOCUMENT), 1 + random.nextInt(2));
        }
    }

    /** Lets so much time pass for sessions that they are unloaded, unless a participant is in them or a handle holds them. */
    void unloadIdle() {
        skippedNanos += resources.timeouts().idleUnload().plusSeconds(1).toNanos();
        registry.tick();
    }

    /** Replaces the log by a snapshot. */
    void compact() {
        Head head = store.head(DOCUMENT);
        if (head == null || store.history(head.generation()).isEmpty()) {
            return;
        }
        try {
            Snapshot snapshot =
                    new Snapshot(head.seq(), String.join(" ", words()).getBytes(StandardCharsets.UTF_8));
            store.compact(DOCUMENT, head.generation(), head.snapshotSeq(), snapshot, head.seq());
        } catch (StorageException | SequenceConflictException failed) {
            Schedule.step("not compacted");
        }
    }

    /** Returns all words of the document that are durable now. */
    private Set<String> words() {
        Head head = store.head(DOCUMENT);
        Set<String> words = new TreeSet<>();
        if (head != null) {
            store.history(head.generation())
                    .values()
                    .forEach(commit ->
                            words.addAll(WordEngine.words(commit.update().bytes())));
        }
        return words;
    }

    void delete() {
        Head head = store.head(DOCUMENT);
        if (head != null) {
            store.delete(DOCUMENT, head.generation());
        }
    }

    void close() {
        registry.close(new StorageException("going-down", "the node is shutting down"));
    }

    /** Lets all threads end, and checks that each participant is in exactly one live session unless its join has failed. */
    void requireEachInOneSession() {
        schedule.settle();
        schedule.stopClock();
        store.failOneIn(0);
        reads.rejectOneIn(0);
        schedule.advance(Duration.ofSeconds(12));
        for (Member member : members) {
            schedule.require(member.session != null || member.failure != null, member.participant + " waits for ever");
            if (member.session != null && !member.left) {
                boolean in = Sessions.participants(member.session).contains(member.participant);
                boolean live = !Sessions.isClosed(member.session) && Sessions.of(registry, DOCUMENT) == member.session;
                schedule.require(
                        member.end != null ? !in : in && live,
                        member.participant + " in: " + in + ", live: " + live + ", end: " + member.end);
            }
        }
        DocumentSession current = Sessions.of(registry, DOCUMENT);
        schedule.require(current == null || !Sessions.isClosed(current), "a closed session is kept");
        schedule.require(
                bus.subscriptions() == (current == null ? 0 : SUBSCRIPTIONS_OF_A_SESSION),
                bus.subscriptions() + " subscriptions of " + current);
    }

    /** Checks that a document that is opened now has all commits. */
    void requireSnapshotComplete() {
        Set<String> expected = words();
        CompletableFuture<byte[]> snapshot = registry.snapshot(DOCUMENT).toCompletableFuture();
        schedule.advance(Duration.ofSeconds(2));
        schedule.require(snapshot.isDone() && !snapshot.isCompletedExceptionally(), "no snapshot: " + snapshot);
        Set<String> present = new TreeSet<>(WordEngine.words(snapshot.join()));
        schedule.require(present.equals(expected), "the document has " + present + " of " + expected);
    }

    /** Checks that nothing is open. */
    void requireNothingOpen() {
        schedule.require(registry.size() == 0, registry.size() + " documents are open");
        schedule.require(bus.subscriptions() == 0, bus.subscriptions() + " subscriptions are open");
    }
}
