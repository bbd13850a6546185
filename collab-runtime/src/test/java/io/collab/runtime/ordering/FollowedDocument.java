package io.collab.runtime.ordering;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.runtime.testing.CheckedFollower;
import io.collab.runtime.testing.Schedule;
import io.collab.runtime.testing.ScheduledPool;
import io.collab.runtime.testing.Submissions;
import io.collab.runtime.testing.UnreliableBus;
import io.collab.runtime.testing.UnreliableStore;
import io.collab.spi.ordering.Following;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One document on two nodes over one store and one bus, with its writers and followers. */
final class FollowedDocument {
    private static final OrderingLimits LIMITS = new OrderingLimits(
            150, 300, Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMillis(250));

    final Schedule schedule;
    final Random random;
    final UnreliableStore store;
    final UnreliableBus bus;
    final DocumentId document = DocumentId.of("d");
    final StoreSequencer[] nodes = new StoreSequencer[2];
    /** Whether no time passes while a thread can run, so that no barrier times out. */
    private final boolean punctual;

    private final ScheduledPool application;
    private final ScheduledPool reads;
    private final List<Followed> followed = new ArrayList<>();
    /** Whose barriers have failed because they have ended. */
    private final List<CheckedFollower> ended = new ArrayList<>();

    private int openBarriers;
    private int writers;

    /** A following with its follower. */
    private record Followed(Following following, CheckedFollower follower) {}

    FollowedDocument(Schedule schedule) {
        this.schedule = schedule;
        this.random = schedule.random();
        this.store = new UnreliableStore(schedule);
        this.bus = new UnreliableBus(schedule);
        this.application = new ScheduledPool(schedule, "application", 2);
        this.reads = new ScheduledPool(schedule, "reads", 2);
        ScheduledPool timer = new ScheduledPool(schedule, "timer", 1);
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = new StoreSequencer(store, bus.share(), "node-" + i, reads, timer, LIMITS);
        }
        this.punctual = schedule.oneIn(2);
        if (punctual) {
            schedule.stopClock();
        }
        create();
        if (schedule.oneIn(2)) {
            write(nodes[0], 3);
        }
        if (schedule.oneIn(3)) {
            reads.rejectOneIn(5);
        }
    }

    private void create() {
        store.open(document, "engine", 1, new Generation(new UUID(random.nextLong(), random.nextLong())));
    }

    Head head() {
        return store.head(document);
    }

    void pause(int maxSteps) {
        for (int steps = random.nextInt(maxSteps); steps > 0; steps--) {
            Schedule.step("pause");
        }
    }

    /** Starts writers on these nodes. */
    void writers(int... onNodes) {
        for (int node : onNodes) {
            schedule.start("writer", () -> write(nodes[node], 2 + random.nextInt(4)));
        }
    }

    void write(StoreSequencer node, int appends) {
        Submissions submissions = new Submissions("writer-" + writers++, random);
        for (int i = 0; i < appends; i++) {
            submissions.commit(node, this::head, 1 + random.nextInt(3));
        }
    }

    void compact() {
        Head head = head();
        if (head == null) {
            return;
        }
        NavigableMap<Long, Commit> log =
                store.history(head.generation()).tailMap(Math.max(1, head.snapshotSeq()), true);
        if (log.isEmpty()) {
            return;
        }
        List<Long> seqs = List.copyOf(log.keySet());
        long seq = seqs.get(random.nextInt(seqs.size()));
        long keepAfter = schedule.oneIn(2) ? seq : random.nextInt((int) seq + 1);
        try {
            store.compact(document, head.generation(), head.snapshotSeq(), new Snapshot(seq, new byte[0]), keepAfter);
        } catch (StorageException | SequenceConflictException failed) {
            Schedule.step("not compacted");
        }
    }

    void recreate() {
        store.delete(document, head().generation());
        pause(30);
        create();
    }

    /** Starts followers on both nodes. */
    void followers(int count) {
        for (int i = 0; i < count; i++) {
            StoreSequencer node = nodes[i % 2];
            schedule.start("follower-" + i, () -> {
                pause(100);
                follow(node, schedule.oneIn(2));
            });
        }
    }

    void follow(StoreSequencer node, boolean fromHead) {
        Head head = head();
        if (head != null) {
            follow(node, head, fromHead ? head.seq() : random.nextInt((int) head.seq() + 1));
        }
    }

    /** Follows the log, and returns how to close the following. */
    Runnable followUntil(StoreSequencer node) {
        Followed mine = follow(node, head(), random.nextInt((int) head().seq() + 1));
        return () -> {
            mine.following.close();
            mine.follower.closed();
        };
    }

    private Followed follow(StoreSequencer node, Head head, long after) {
        CheckedFollower follower = new CheckedFollower(
                schedule,
                store,
                head,
                after,
                application,
                again -> application.execute(() -> follow(node, head, again)));
        Following following = node.follow(document, head.generation(), after, follower);
        Followed added = new Followed(following, follower);
        followed.add(added);
        schedule.invariant(new FollowingInvariants(schedule, store, (StoreFollowing) following)::check);
        if (schedule.oneIn(2)) {
            barrier(added);
        }
        return added;
    }

    /** Calls a barrier and checks its result: everything durable before the call was acknowledged, or it fails. */
    private void barrier(Followed at) {
        long durable = at.follower.durable();
        openBarriers++;
        at.following.barrier().whenComplete((passed, failure) -> {
            openBarriers--;
            if (failure == null) {
                schedule.require(
                        at.follower.acknowledged() >= durable, "the barrier at " + durable + " has passed too early");
            } else if (failure instanceof SequenceConflictException) {
                ended.add(at.follower);
            } else {
                schedule.require(failure instanceof StorageException && !punctual, "the barrier fails with " + failure);
            }
        });
    }

    /** Lets all threads end, repairs everything, and checks that all followers have everything. */
    void requireAllDelivered() {
        schedule.settle();
        schedule.stopClock();
        store.failOneIn(0);
        reads.rejectOneIn(0);
        schedule.advance(Duration.ofSeconds(12));
        schedule.require(openBarriers == 0, "a barrier never completes");
        schedule.require(ended.stream().allMatch(CheckedFollower::hasEnded), "a barrier fails before the end");
        for (Followed each : List.copyOf(followed)) {
            if (!each.follower.hasEnded()) {
                each.follower.requireComplete();
                CompletableFuture<Void> barrier = each.following.barrier().toCompletableFuture();
                schedule.advance(Duration.ofMillis(10));
                schedule.require(barrier.isDone() && !barrier.isCompletedExceptionally(), "a barrier does not pass");
            }
        }
    }

    /** Checks that a commit of a node reaches its own followers without the bus and without a poll. */
    void requireOwnCommitIsDelivered(StoreSequencer node) {
        write(node, 1);
        schedule.settle();
        for (Followed each : followed) {
            if (!each.follower.hasEnded()) {
                each.follower.requireComplete();
            }
        }
    }

    /** Checks that a closed node keeps nothing. */
    void requireNothingKept(StoreSequencer node) {
        schedule.settle();
        schedule.advance(Duration.ofSeconds(12));
        schedule.require(!node.isFollowed(), "a following is kept");
        schedule.require(bus.subscriptions() == 0, "a subscription is kept");
        schedule.require(openBarriers == 0, "a barrier never completes");
    }
}
