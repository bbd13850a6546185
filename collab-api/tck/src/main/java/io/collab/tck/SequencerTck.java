package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collab.api.Commit;
import io.collab.api.Receipt;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.spi.ordering.Following;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import io.collab.tck.fault.BusFault;
import io.collab.tck.fault.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The rules of a {@link io.collab.spi.ordering.Sequencer}, 201 to 219 in docs/spi.md. Extend it and open a correct
 * store, a correct bus, and a sequencer on them; the kit decorates them with a faulty store and a flaky bus.
 */
public abstract class SequencerTck extends SequencerFixture {
    /** The adapters come from the methods that open them. */
    protected SequencerTck() {}

    /**
     * A commit returns the results of the store's append.
     *
     * <p>If this fails, check that the sequencer neither retries nor translates.
     */
    @Test
    public void required_sequencer201_commitReturnsTheResultsOfTheStore() {
        Node node = node();
        Head head = opened();
        Head absent = new Head(newDocument(), newGeneration(), ENGINE, FORMAT, 0, 0);
        Head conflicted = opened();

        List<AppendResult> results = node.sequencer()
                .commit(List.of(
                        anyAppend(head, changes(2)),
                        anyAppend(absent, change()),
                        appendAfter(7, conflicted, change())));

        assertEquals(List.of(1L, 2L), seqsOf(committed(results.get(0))), "a committed append");
        assertEquals(new AppendResult.WrongGeneration(null), results.get(1), "an append to an absent document");
        assertEquals(conflicted, conflicting(results.get(2)), "an append with a stale guard");
        assertEquals(2, log(store, head).size(), "the commits are durable on return");
    }

    /**
     * A follower receives the log after its start position and then every new commit, including those of its own node:
     * each once, in order, as stored in the log.
     *
     * <p>If this fails, check the transition from replay to live delivery: commits that are written while the log is
     * read, and bus messages about commits that were read already.
     */
    @Test
    public void required_sequencer202_followReplaysThenGoesLive() {
        Node node = node();
        Head head = opened();
        node.commitAll(anyAppend(head, changes(3)));
        RecordingFollower fromStart = new RecordingFollower();
        RecordingFollower fromTwo = new RecordingFollower();

        node.follow(head, 0, fromStart);
        node.follow(head, 2, fromTwo);
        node.commitAll(anyAppend(head, changes(2)));
        node.commit(anyAppend(head, change()));

        assertDelivered(List.of(1L, 2L, 3L, 4L, 5L, 6L), fromStart);
        assertDelivered(List.of(3L, 4L, 5L, 6L), fromTwo);
        assertEquals(log(store, head), fromStart.commits(), "commits are delivered as they are in the log");
    }

    /**
     * Commits of another node are delivered.
     *
     * <p>If this fails, check that the other node publishes after its commit, and that the origin of the message is not
     * confused.
     */
    @Test
    public void required_sequencer203_commitsOfAnotherNodeAreDelivered() {
        Node one = node();
        Node two = node();
        Head head = opened();
        RecordingFollower follower = new RecordingFollower();
        one.follow(head, 0, follower);

        two.commitAll(anyAppend(head, changes(2)));
        one.commit(anyAppend(head, change()));
        two.commit(anyAppend(head, change()));

        assertDelivered(List.of(1L, 2L, 3L, 4L), follower);
        assertEquals(log(store, head), follower.commits(), "commits are delivered as they are in the log");
    }

    /**
     * A follower that has not run {@code done} receives nothing more. After it has run {@code done}, on any thread, the
     * next commits are delivered.
     *
     * <p>If this fails, check that commits for a busy follower do not accumulate in memory: they are read again.
     */
    @Test
    public void required_sequencer204_nextCommitsAreDeliveredWhenTheFollowerIsDone() {
        Node node = node();
        Head head = opened();
        RecordingFollower slow = RecordingFollower.slow();
        RecordingFollower quick = new RecordingFollower();
        node.follow(head, 0, slow);
        node.follow(head, 0, quick);
        node.commit(anyAppend(head, change()));
        assertTrue(slow.awaitSeq(1, patience()), "the first commit is delivered");

        for (int i = 0; i < 50; i++) {
            node.commitAll(anyAppend(head, changes(3)));
        }
        assertTrue(quick.awaitSeq(151, patience()), "a busy follower does not delay another one");

        // a wrong delivery could happen shortly after the delivery to the other follower
        slow.awaitSeq(2, patience().dividedBy(20));
        assertEquals(List.of(1L), slow.seqs(), "a busy follower receives nothing more");
        ConcurrentCalls.run(patience(), List.of(() -> {
            slow.completeAll();
            return 0;
        }));
        assertDelivered(upTo(151), slow);
    }

    /**
     * If the last message on the bus is lost and no other message follows, the commit is delivered within the poll
     * interval.
     *
     * <p>If this fails, check that the heads of followed documents are polled while the bus seems to work.
     */
    @Test
    public void required_sequencer205_aLostLastMessageIsFoundByPolling() {
        Node one = node();
        Node two = node();
        Head head = opened();
        RecordingFollower follower = new RecordingFollower();
        one.follow(head, 0, follower);
        two.commit(anyAppend(head, change()));
        assertDelivered(List.of(1L), follower);

        one.bus().withProbability(BusFault.LOSE, 1);
        two.commit(anyAppend(head, change()));

        assertDelivered(List.of(1L, 2L), follower);
    }

    /**
     * A following receives everything while the bus is down, and continues when the bus is up again.
     *
     * <p>If this fails, check that following does not wait for the subscription.
     */
    @Test
    public void required_sequencer206_followingWorksWhileTheBusIsDown() {
        Node one = node();
        Node two = node();
        Head head = opened();
        one.bus().interrupt();
        two.commit(anyAppend(head, change()));
        RecordingFollower follower = new RecordingFollower();

        Following following = one.follow(head, 0, follower);
        assertDelivered(List.of(1L), follower);
        two.commit(anyAppend(head, change()));
        assertCompletes(following.barrier(), "a barrier needs no bus");
        assertDelivered(List.of(1L, 2L), follower);
        one.bus().resume();
        two.commit(anyAppend(head, change()));

        assertDelivered(List.of(1L, 2L, 3L), follower);
    }

    /**
     * Repeated and late messages change nothing: each commit is delivered once, in order.
     *
     * <p>If this fails, check that sequence numbers decide what is new, never the arrival of a message.
     */
    @Test
    public void stochastic_sequencer207_repeatedAndReorderedMessages() {
        Node one = node();
        Node two = node();
        Node three = node();
        Head head = opened();
        one.bus()
                .withProbability(BusFault.REPEAT, 0.5)
                .withProbability(BusFault.REORDER, 0.5)
                .withProbability(BusFault.LOSE, 0.2);
        RecordingFollower follower = new RecordingFollower();
        one.follow(head, 0, follower);

        List<Callable<Integer>> writers = new ArrayList<>();
        for (Node writer : List.of(one, two, three)) {
            writers.add(() -> {
                for (int i = 0; i < 40; i++) {
                    writer.commitAll(anyAppend(head, changes(1 + i % 2)));
                }
                return 0;
            });
        }
        ConcurrentCalls.run(patience(), writers);

        assertDelivered(upTo(180), follower);
        assertEquals(log(store, head), follower.commits(), "commits are delivered as they are in the log");
    }

    /**
     * If the next commits of a follower are compacted, the follower is overtaken: it receives the page that starts with
     * the snapshot, and nothing more.
     *
     * <p>If this fails, check that a page with a snapshot ends the following, and that its commits are not delivered as
     * well.
     */
    @Test
    public void optional_sequencer208_aFollowerOfACompactedLogIsOvertaken() {
        Node one = node();
        Node two = node();
        Head head = opened();
        RecordingFollower follower = RecordingFollower.slow();
        Following following = one.follow(head, 0, follower);
        two.commit(anyAppend(head, change()));
        assertTrue(follower.awaitSeq(1, patience()), "the first commit is delivered");
        one.bus().interrupt();
        two.commitAll(anyAppend(head, changes(5)));
        assumeTrue(ageAll(DocumentStore.RETRY_HORIZON.plusMinutes(1)), "this store cannot make its records older");
        store.compact(head.document(), head.generation(), 0, new Snapshot(5, new byte[] {5}), 5);

        follower.completeAll();

        assertTrue(follower.awaitEnd(patience()), "a follower of a compacted log is overtaken");
        Page page = follower.overtakenBy();
        assertNotNull(page, "it receives the page and not replaced");
        Snapshot snapshot = page.snapshot();
        assertNotNull(snapshot, "the page starts with the snapshot");
        assertEquals(5, snapshot.seq(), "the page starts with the newest snapshot");
        assertEquals(List.of(6L), seqs(page.commits()), "the commits after the snapshot follow it");
        assertFails(SequenceConflictException.class, following.barrier(), "the following has ended");
        two.commit(anyAppend(head, change()));
        RecordingFollower next = new RecordingFollower();
        one.follow(head, page.lastSeq(0), next);
        assertDelivered(List.of(7L), next);
        assertEquals(List.of(1L), follower.seqs(), "an overtaken follower receives nothing more");
        assertEquals(List.of(), follower.violations());
    }

    /**
     * If the document is deleted or re-created, or has another generation from the start, the follower receives
     * {@code replaced} and nothing more.
     *
     * <p>If this fails, check that heads are compared by generation and not only by sequence number, also if the number
     * has increased.
     */
    @Test
    public void required_sequencer209_aReplacedDocumentEndsTheFollowing() {
        Node node = node();
        Head deleted = opened();
        Head recreated = opened();
        Head never = new Head(newDocument(), newGeneration(), ENGINE, FORMAT, 0, 0);
        Head stale = new Head(recreated.document(), newGeneration(), ENGINE, FORMAT, 0, 0);
        node.commit(anyAppend(recreated, change()));
        List<RecordingFollower> followers = new ArrayList<>();
        for (Head head : List.of(deleted, recreated, never, stale)) {
            RecordingFollower follower = new RecordingFollower();
            followers.add(follower);
            node.follow(head, 0, follower);
        }
        assertDelivered(List.of(1L), followers.get(1));

        store.delete(deleted.document(), deleted.generation());
        store.delete(recreated.document(), recreated.generation());
        node.commitAll(anyAppend(opened(recreated.document()), changes(3)));

        for (RecordingFollower follower : followers) {
            assertTrue(follower.awaitEnd(patience()), "a follower of another generation receives replaced");
            assertTrue(follower.isReplaced(), "it is replaced, not overtaken");
            assertEquals(List.of(), follower.violations());
        }
        assertEquals(List.of(1L), followers.get(1).seqs(), "commits of another generation are not delivered");
    }

    /**
     * A barrier completes after the follower has processed everything that was durable before the call, from any node,
     * also if the bus delivers nothing.
     *
     * <p>If this fails, check that the barrier reads the head itself, in a request that starts after the call.
     */
    @Test
    public void required_sequencer210_barrierWaitsForDurableCommits() {
        Node one = node();
        Node two = node();
        Head head = opened();
        one.bus().withProbability(BusFault.LOSE, 1);
        RecordingFollower follower = new RecordingFollower();
        Following following = one.follow(head, 0, follower);

        for (int round = 1; round <= 10; round++) {
            two.commitAll(anyAppend(head, changes(2)));
            assertCompletes(following.barrier(), "a barrier completes");
            assertTrue(follower.seqs().size() >= 2 * round, "everything durable before the barrier is processed");
        }
        assertDelivered(upTo(20), follower);
    }

    /**
     * A barrier does not complete before the follower is done with the commits for which it waits.
     *
     * <p>If this fails, check that delivered and processed are not confused.
     */
    @Test
    public void required_sequencer211_barrierWaitsUntilTheFollowerIsDone() {
        Node node = node();
        Head head = opened();
        RecordingFollower slow = RecordingFollower.slow();
        RecordingFollower quick = new RecordingFollower();
        Following following = node.follow(head, 0, slow);
        Following other = node.follow(head, 0, quick);
        node.commit(anyAppend(head, change()));
        assertTrue(slow.awaitSeq(1, patience()), "the commit is delivered");

        CompletionStage<Void> barrier = following.barrier();
        assertCompletes(other.barrier(), "another follower is done");

        assertFalse(barrier.toCompletableFuture().isDone(), "the follower is not done yet");
        slow.completeAll();
        assertCompletes(barrier, "the follower is done now");
    }

    /**
     * A barrier that cannot be resolved fails with StorageException at the deadline of the sequencer. The following
     * continues when the store does.
     *
     * <p>If this fails, check that a barrier is not lost if its request throws or never returns.
     */
    @Test
    public void required_sequencer212_barrierFailsAtItsDeadline() {
        Node node = node();
        Head head = opened();
        RecordingFollower follower = new RecordingFollower();
        Following following = node.follow(head, 0, follower);
        assertCompletes(following.barrier(), "the store works");

        node.store().goDown();
        assertFails(StorageException.class, following.barrier(), "the store is down");
        node.store().comeUp();
        commit(store, anyAppend(head, change()));

        assertDelivered(List.of(1L), follower);
        assertCompletes(following.barrier(), "the store works again");
        node.store().pause();
        assertFails(StorageException.class, following.barrier(), "the store does not answer");
        node.store().resume();
    }

    /**
     * After close has returned no call to the follower begins. Waiting barriers fail. Closing twice does nothing.
     *
     * <p>If this fails, check the time between the decision to call the follower and the call.
     */
    @Test
    public void stochastic_sequencer213_aClosedFollowingIsSilent() {
        Node node = node();
        Head head = opened();
        AtomicBoolean isWriting = new AtomicBoolean(true);
        ConcurrentCalls.run(
                patience(),
                List.of(
                        () -> {
                            while (isWriting.get()) {
                                node.commit(anyAppend(head, change()));
                            }
                            return 0;
                        },
                        () -> {
                            try {
                                for (int round = 0; round < 300; round++) {
                                    RecordingFollower follower = new RecordingFollower();
                                    Following following = node.follow(
                                            head, headOf(head.document()).seq(), follower);
                                    follower.awaitSeq(0, Duration.ofMillis(5));
                                    following.close();
                                    follower.close();
                                    int calls = follower.calls();
                                    following.close();
                                    assertFails(
                                            SequenceConflictException.class,
                                            following.barrier(),
                                            "the following is closed");
                                    assertEquals(List.of(), follower.violations(), "a closed following is silent");
                                    assertEquals(calls, follower.calls(), "a closed following is silent");
                                }
                            } finally {
                                isWriting.set(false);
                            }
                            return 0;
                        }));
    }

    /**
     * A commit whose result is lost throws. Its retry, after a commit of another node, returns the original receipts,
     * and followers receive the commit once.
     *
     * <p>If this fails, check that commits that are not fresh are delivered from the log and not from the retry.
     */
    @Test
    public void required_sequencer214_aLostAnswerIsRetried() {
        Node one = node();
        Node two = node();
        Head head = opened();
        RecordingFollower near = new RecordingFollower();
        RecordingFollower far = new RecordingFollower();
        one.follow(head, 0, near);
        two.follow(head, 0, far);
        Append lost = appendAfter(0, head, change(), change());

        one.store().next(StoreFault.LOSE_ANSWER);
        assertThrows(StorageException.class, () -> one.sequencer().commit(List.of(lost)), "the outcome is unknown");
        two.commit(anyAppend(head, change()));
        List<Receipt> retried = one.commitAll(lost);

        assertEquals(List.of(1L, 2L), seqsOf(retried), "the retry has the original numbers");
        assertTrue(retried.stream().noneMatch(Receipt::fresh), "the retry wrote nothing");
        assertDelivered(List.of(1L, 2L, 3L), near);
        assertDelivered(List.of(1L, 2L, 3L), far);
    }

    /**
     * Closing the sequencer ends all followings. The store and the bus stay open for their owner.
     *
     * <p>If this fails, check that timers and subscriptions end with the sequencer.
     */
    @Test
    public void required_sequencer215_aClosedSequencerIsSilent() {
        Node one = node();
        Node two = node();
        Head head = opened();
        RecordingFollower closed = new RecordingFollower();
        RecordingFollower other = new RecordingFollower();
        Following following = one.follow(head, 0, closed);
        two.follow(head, 0, other);
        assertCompletes(following.barrier(), "the store works");

        one.sequencer().close();
        one.sequencer().close();
        closed.close();
        commit(one.store(), anyAppend(head, change()));

        assertDelivered(List.of(1L), other);
        assertFails(SequenceConflictException.class, following.barrier(), "the following has ended");
        assertEquals(List.of(), closed.violations(), "a closed sequencer is silent");
    }

    /**
     * A store with intermittent failures only delays followers.
     *
     * <p>If this fails, check that a failed read is retried, and that a commit is not delivered before it is known to
     * be durable.
     */
    @Test
    public void stochastic_sequencer216_aFailingStoreOnlyDelays() {
        Seed.run(random -> {
            Node one = node();
            Node two = node();
            Head head = opened();
            for (Node node : List.of(one, two)) {
                node.store().withProbability(StoreFault.FAIL_BEFORE, 0.2).withProbability(StoreFault.LOSE_ANSWER, 0.2);
                node.bus().withProbability(BusFault.LOSE, 0.3);
            }
            RecordingFollower near = new RecordingFollower();
            RecordingFollower far = new RecordingFollower();
            one.follow(head, 0, near);
            two.follow(head, 0, far);
            List<Callable<Integer>> writers = new ArrayList<>();
            for (Node writer : List.of(one, two)) {
                writers.add(() -> {
                    for (int i = 0; i < 30; i++) {
                        commitUntilAnswered(writer, anyAppend(head, change()));
                    }
                    return 0;
                });
            }
            ConcurrentCalls.run(patience(), writers);

            assertDelivered(upTo(60), near);
            assertDelivered(upTo(60), far);
            List<Commit> log = log(store, head);
            assertEquals(log, near.commits(), "every node delivers the log");
            assertEquals(log, far.commits(), "every node delivers the log");
        });
    }

    /**
     * A follower that starts at 0 of a re-created document receives its log from the first commit, whatever the number
     * of that commit.
     *
     * <p>If this fails, check that the first commit of a log need not have the number 1.
     */
    @Test
    public void required_sequencer217_aRecreatedDocumentIsFollowedFromItsFirstCommit() {
        Node node = node();
        Head old = opened();
        node.commitAll(anyAppend(old, changes(3)));
        store.delete(old.document(), old.generation());
        Head fresh = opened(old.document());
        RecordingFollower early = new RecordingFollower();
        Following empty = node.follow(fresh, 0, early);
        assertCompletes(empty.barrier(), "there is nothing to deliver");

        node.commitAll(anyAppend(fresh, changes(2)));
        RecordingFollower late = new RecordingFollower();
        node.follow(fresh, 0, late);

        assertDelivered(List.of(4L, 5L), early);
        assertDelivered(List.of(4L, 5L), late);
    }

    private static void commitUntilAnswered(Node node, Append append) {
        while (true) {
            try {
                node.commit(append);
                return;
            } catch (StorageException unknown) {
                // retried with the same operation ids
            }
        }
    }

    /**
     * A follower whose log has lost commits receives {@code regressed}, also if other commits have taken their numbers.
     *
     * <p>If this fails, check that a head before the last commit delivered ends the following, and that a commit with
     * the number of a delivered one is compared by its operation id.
     */
    @Test
    public void optional_sequencer218_aLogThatLosesCommitsEndsTheFollowing() {
        Node node = node();
        Head head = opened();
        RecordingFollower follower = new RecordingFollower();
        Following following = node.follow(head, 0, follower);
        node.commitAll(anyAppend(head, changes(5)));
        assertDelivered(List.of(1L, 2L, 3L, 4L, 5L), follower);
        assumeTrue(restoreBackup(head.document(), 2), "this store cannot be restored");

        assertTrue(follower.awaitEnd(patience()), "the following ends although no commit arrives");
        assertTrue(follower.isRegressed(), "it receives regressed");
        assertFails(SequenceConflictException.class, following.barrier(), "the following has ended");

        RecordingFollower again = new RecordingFollower();
        node.follow(head, 0, again);
        node.commitAll(anyAppend(head, changes(3)));
        assertDelivered(List.of(1L, 2L, 3L, 4L, 5L), again);
        assertTrue(restoreBackup(head.document(), 2), "the store is restored again");
        node.commitAll(anyAppend(head, changes(8)));
        assertTrue(again.awaitEnd(patience()), "the following ends although other commits have the lost numbers");
        assertTrue(again.isRegressed(), "it receives regressed");
        assertEquals(List.of(), again.violations());
    }
}
