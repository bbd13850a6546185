package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collab.api.Commit;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.spi.ordering.Following;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Receipt;
import io.collab.spi.storage.Snapshot;
import io.collab.tck.fault.BusFault;
import io.collab.tck.fault.StoreFault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The rules of a {@link io.collab.spi.ordering.Sequencer}, 201 to 219 in docs/spi.md. Extend it and say how to open a
 * good store, a good bus, and a sequencer on them; the kit puts a faulty store and a flaky bus in between.
 */
public abstract class SequencerTck extends SequencerFixture {
    /** Everything else is in the methods that open things. */
    protected SequencerTck() {}

    /**
     * Committing answers what the store's append answers.
     *
     * <p>If this fails, check that nothing is retried or translated on the way.
     */
    @Test
    public void required_sequencer201_commitReturnsTheResultsOfTheStore() {
        Node node = node();
        Head head = opened();
        Head absent = new Head(newDocument(), newGeneration(), ENGINE, FORMAT, 0, 0);
        Head conflicted = opened();

        List<AppendResult> answers = node.sequencer()
                .commit(List.of(
                        anyAppend(head, changes(2)),
                        anyAppend(absent, change()),
                        appendAfter(7, conflicted, change())));

        assertEquals(List.of(1L, 2L), seqsOf(committed(answers.get(0))), "what is committed");
        assertEquals(new AppendResult.WrongGeneration(null), answers.get(1), "what has another generation");
        assertEquals(conflicted, conflicting(answers.get(2)), "what is a conflict");
        assertEquals(2, log(store, head).size(), "is durable on return");
    }

    /**
     * A follower is told the log behind the commit it has, then what comes, commits of its own node included: each
     * once, in order, as it is in the log.
     *
     * <p>If this fails, check the seam between replay and live: what is committed while the log is read, and what the
     * bus tells that was read already.
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

        assertTold(List.of(1L, 2L, 3L, 4L, 5L, 6L), fromStart);
        assertTold(List.of(3L, 4L, 5L, 6L), fromTwo);
        assertEquals(log(store, head), fromStart.commits(), "commits are told as they are in the log");
    }

    /**
     * Commits of another node are told.
     *
     * <p>If this fails, check that the other node publishes after its commit, and that the message's origin is not
     * mistaken.
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

        assertTold(List.of(1L, 2L, 3L, 4L), follower);
        assertEquals(log(store, head), follower.commits(), "commits are told as they are in the log");
    }

    /**
     * A follower that is not done is told nothing more; when it is done, by whatever thread, the next commits come.
     *
     * <p>If this fails, check that memory is not used instead: what a busy follower has not taken is read again.
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
        assertTrue(slow.awaitSeq(1, patience()), "the first commit is told");

        for (int i = 0; i < 50; i++) {
            node.commitAll(anyAppend(head, changes(3)));
        }
        assertTrue(quick.awaitSeq(151, patience()), "a busy follower does not hold up another one");

        // what must not come could come a moment later than what came to the other one
        slow.awaitSeq(2, patience().dividedBy(20));
        assertEquals(List.of(1L), slow.seqs(), "a busy follower is told nothing more");
        Together.run(patience(), List.of(() -> {
            slow.takeAll();
            return 0;
        }));
        assertTold(upTo(151), slow);
    }

    /**
     * When the last message on the bus is lost and no other follows, the commit is told all the same, within the
     * interval of the poll.
     *
     * <p>If this fails, check that heads of documents that are followed are polled while the bus seems to work.
     */
    @Test
    public void required_sequencer205_aLostLastMessageIsFoundByPolling() {
        Node one = node();
        Node two = node();
        Head head = opened();
        RecordingFollower follower = new RecordingFollower();
        one.follow(head, 0, follower);
        two.commit(anyAppend(head, change()));
        assertTold(List.of(1L), follower);

        one.bus().chance(BusFault.LOSE, 1);
        two.commit(anyAppend(head, change()));

        assertTold(List.of(1L, 2L), follower);
    }

    /**
     * A document that is followed while the bus is down is told everything, and goes on when the bus comes back.
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
        assertTold(List.of(1L), follower);
        two.commit(anyAppend(head, change()));
        assertCompletes(following.barrier(), "a barrier needs no bus");
        assertTold(List.of(1L, 2L), follower);
        one.bus().resume();
        two.commit(anyAppend(head, change()));

        assertTold(List.of(1L, 2L, 3L), follower);
    }

    /**
     * Messages that come twice or late change nothing: each commit is told once, in order.
     *
     * <p>If this fails, check that numbers decide what is new, never the arrival of a message.
     */
    @Test
    public void stochastic_sequencer207_repeatedAndReorderedMessages() {
        Node one = node();
        Node two = node();
        Node three = node();
        Head head = opened();
        one.bus().chance(BusFault.REPEAT, 0.5).chance(BusFault.REORDER, 0.5).chance(BusFault.LOSE, 0.2);
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
        Together.run(patience(), writers);

        assertTold(upTo(180), follower);
        assertEquals(log(store, head), follower.commits(), "commits are told as they are in the log");
    }

    /**
     * When the log behind what was told is compacted away, the follower is overtaken: it gets the page that begins with
     * the snapshot, and nothing more.
     *
     * <p>If this fails, check that a page with a snapshot ends the following, and that its commits are not told as
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
        assertTrue(follower.awaitSeq(1, patience()), "the first commit is told");
        one.bus().interrupt();
        two.commitAll(anyAppend(head, changes(5)));
        assumeTrue(ageAll(DocumentStore.RETRY_HORIZON.plusMinutes(1)), "this store cannot make its records older");
        store.compact(head.document(), head.generation(), 0, new Snapshot(5, new byte[] {5}), 5);

        follower.takeAll();

        assertTrue(follower.awaitEnd(patience()), "a follower whose log is gone is overtaken");
        Page page = follower.overtakenBy();
        assertNotNull(page, "it is told the page, not that the document is replaced");
        Snapshot snapshot = page.snapshot();
        assertNotNull(snapshot, "the page begins with the snapshot");
        assertEquals(5, snapshot.seq(), "the page begins with the newest snapshot");
        assertEquals(List.of(6L), seqs(page.commits()), "and what follows it");
        assertFails(SequenceConflictException.class, following.barrier(), "the following has ended");
        two.commit(anyAppend(head, change()));
        RecordingFollower next = new RecordingFollower();
        one.follow(head, page.lastSeq(0), next);
        assertTold(List.of(7L), next);
        assertEquals(List.of(1L), follower.seqs(), "an overtaken follower is told nothing more");
        assertEquals(List.of(), follower.mistakes());
    }

    /**
     * When the document is deleted or made anew, or has another generation from the start, the follower is told that it
     * is replaced, and nothing more.
     *
     * <p>If this fails, check that heads are compared by generation and not only by number, also when the number has
     * grown.
     */
    @Test
    public void required_sequencer209_aReplacedDocumentEndsTheFollowing() {
        Node node = node();
        Head deleted = opened();
        Head renewed = opened();
        Head never = new Head(newDocument(), newGeneration(), ENGINE, FORMAT, 0, 0);
        Head stale = new Head(renewed.document(), newGeneration(), ENGINE, FORMAT, 0, 0);
        node.commit(anyAppend(renewed, change()));
        List<RecordingFollower> followers = new ArrayList<>();
        for (Head head : List.of(deleted, renewed, never, stale)) {
            RecordingFollower follower = new RecordingFollower();
            followers.add(follower);
            node.follow(head, 0, follower);
        }
        assertTold(List.of(1L), followers.get(1));

        store.delete(deleted.document(), deleted.generation());
        store.delete(renewed.document(), renewed.generation());
        node.commitAll(anyAppend(opened(renewed.document()), changes(3)));

        for (RecordingFollower follower : followers) {
            assertTrue(follower.awaitEnd(patience()), "a follower of another generation is told");
            assertTrue(follower.isReplaced(), "it is replaced, not overtaken");
            assertEquals(List.of(), follower.mistakes());
        }
        assertEquals(List.of(1L), followers.get(1).seqs(), "commits of another generation are not told");
    }

    /**
     * A barrier completes when the follower has taken everything that was durable before the call, whoever wrote it,
     * also when the bus tells nothing.
     *
     * <p>If this fails, check that the barrier reads the head itself, by a look-up that begins after the call.
     */
    @Test
    public void required_sequencer210_barrierWaitsForDurableCommits() {
        Node one = node();
        Node two = node();
        Head head = opened();
        one.bus().chance(BusFault.LOSE, 1);
        RecordingFollower follower = new RecordingFollower();
        Following following = one.follow(head, 0, follower);

        for (int round = 1; round <= 10; round++) {
            two.commitAll(anyAppend(head, changes(2)));
            assertCompletes(following.barrier(), "a barrier completes");
            assertTrue(follower.seqs().size() >= 2 * round, "everything durable before the barrier is taken");
        }
        assertTold(upTo(20), follower);
    }

    /**
     * A barrier does not complete before the follower is done with what it waits for.
     *
     * <p>If this fails, check that told and taken are not confused.
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
        assertTrue(slow.awaitSeq(1, patience()), "the commit is told");

        CompletionStage<Void> barrier = following.barrier();
        assertCompletes(other.barrier(), "another follower is done");

        assertFalse(barrier.toCompletableFuture().isDone(), "the follower is not done yet");
        slow.takeAll();
        assertCompletes(barrier, "the follower is done now");
    }

    /**
     * A barrier that cannot be answered fails with StorageException at the sequencer's deadline; the following goes on
     * when the store does.
     *
     * <p>If this fails, check that a barrier is not forgotten when its look-up throws or never returns.
     */
    @Test
    public void required_sequencer212_barrierFailsAtItsDeadline() {
        Node node = node();
        Head head = opened();
        RecordingFollower follower = new RecordingFollower();
        Following following = node.follow(head, 0, follower);
        assertCompletes(following.barrier(), "all is well");

        node.store().goDown();
        assertFails(StorageException.class, following.barrier(), "the store is down");
        node.store().comeUp();
        commit(store, anyAppend(head, change()));

        assertTold(List.of(1L), follower);
        assertCompletes(following.barrier(), "all is well again");
        node.store().pause();
        assertFails(StorageException.class, following.barrier(), "the store does not answer");
        node.store().resume();
    }

    /**
     * After close has returned no call to the follower begins; barriers that wait fail; closing twice does nothing.
     *
     * <p>If this fails, check what happens between deciding to call the follower and calling it.
     */
    @Test
    public void stochastic_sequencer213_aClosedFollowingIsSilent() {
        Node node = node();
        Head head = opened();
        AtomicBoolean isWriting = new AtomicBoolean(true);
        Together.run(
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
                                    follower.awaitSeq(0, java.time.Duration.ofMillis(5));
                                    following.close();
                                    follower.close();
                                    int calls = follower.calls();
                                    following.close();
                                    assertFails(
                                            SequenceConflictException.class,
                                            following.barrier(),
                                            "the following is closed");
                                    assertEquals(List.of(), follower.mistakes(), "a closed following is silent");
                                    assertEquals(calls, follower.calls(), "a closed following is silent");
                                }
                            } finally {
                                isWriting.set(false);
                            }
                            return 0;
                        }));
    }

    /**
     * A commit whose answer is lost throws; asked again, with a foreign commit in between, it has its original
     * receipts, and followers are told it once.
     *
     * <p>If this fails, check that what is not fresh is told from the log and not from the retry.
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
        assertTrue(retried.stream().noneMatch(Receipt::fresh), "and knows that it wrote nothing");
        assertTold(List.of(1L, 2L, 3L), near);
        assertTold(List.of(1L, 2L, 3L), far);
    }

    /**
     * Closing the sequencer ends all followings; the store and the bus stay open for who opened them.
     *
     * <p>If this fails, check that timers and subscriptions end with it.
     */
    @Test
    public void required_sequencer215_aClosedSequencerIsSilent() {
        Node one = node();
        Node two = node();
        Head head = opened();
        RecordingFollower gone = new RecordingFollower();
        RecordingFollower stays = new RecordingFollower();
        Following following = one.follow(head, 0, gone);
        two.follow(head, 0, stays);
        assertCompletes(following.barrier(), "all is well");

        one.sequencer().close();
        one.sequencer().close();
        gone.close();
        commit(one.store(), anyAppend(head, change()));

        assertTold(List.of(1L), stays);
        assertFails(SequenceConflictException.class, following.barrier(), "the following has ended");
        assertEquals(List.of(), gone.mistakes(), "a closed sequencer is silent");
    }

    /**
     * A store that fails now and then delays followers, and does nothing else to them.
     *
     * <p>If this fails, check that a failed read is tried again, and that a commit is not told before it is known to be
     * durable.
     */
    @Test
    public void stochastic_sequencer216_aFailingStoreOnlyDelays() {
        Seed.run(random -> {
            Node one = node();
            Node two = node();
            Head head = opened();
            for (Node node : List.of(one, two)) {
                node.store().chance(StoreFault.FAIL_BEFORE, 0.2).chance(StoreFault.LOSE_ANSWER, 0.2);
                node.bus().chance(BusFault.LOSE, 0.3);
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
            Together.run(patience(), writers);

            assertTold(upTo(60), near);
            assertTold(upTo(60), far);
            List<Commit> log = log(store, head);
            assertEquals(log, near.commits(), "every node is told the log");
            assertEquals(log, far.commits(), "every node is told the log");
        });
    }

    /**
     * Who follows from 0 a document that was deleted and made anew is told its log from the beginning, whatever number
     * that has.
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
        assertCompletes(empty.barrier(), "nothing is left to tell");

        node.commitAll(anyAppend(fresh, changes(2)));
        RecordingFollower late = new RecordingFollower();
        node.follow(fresh, 0, late);

        assertTold(List.of(4L, 5L), early);
        assertTold(List.of(4L, 5L), late);
    }

    private static void commitUntilAnswered(Node node, Append append) {
        while (true) {
            try {
                node.commit(append);
                return;
            } catch (StorageException unknown) {
                // asked again with the same operation ids
            }
        }
    }
}
