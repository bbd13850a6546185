package io.collab.runtime.commit;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Author;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.runtime.session.SessionResources;
import io.collab.runtime.testing.HeldLog;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Guard;
import io.collab.tck.fault.StoreFault;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitLaneTest {
    private static final Generation GENERATION = new Generation(new UUID(0, 1));

    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final HeldLog log = new HeldLog(node.sequencer);
    private final BatchCommit commit = new BatchCommit(log, new CommitLimits(4, 100));
    private final RetryLane retries = new RetryLane(commit);
    private final CommitLane lane = new CommitLane(commit, retries);
    private final List<AppendResult> results = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        node.store.open(FRUIT, "words", 1, GENERATION);
        retries.start(Thread::new);
        lane.start(Thread::new);
        submit("fruit", 1, 1);
        assertThat(log.awaitCommit()).hasSize(1);
    }

    @AfterEach
    void stop() {
        lane.stop();
        retries.stop();
        log.releaseAll();
        node.close();
    }

    @Test
    void appendsAreAddedUntilTheRowsReachTheLimit() {
        submit("a", 3, 1);
        submit("b", 3, 1);
        submit("c", 3, 1);
        log.release();
        assertThat(names(log.awaitCommit())).containsExactly("a", "b");
        log.release();
        assertThat(names(log.awaitCommit())).containsExactly("c");
    }

    @Test
    void appendsAreAddedUntilTheBytesReachTheLimit() {
        submit("a", 1, 99);
        submit("b", 1, 1_000);
        submit("c", 1, 1);
        log.release();
        assertThat(names(log.awaitCommit())).containsExactly("a", "b");
        log.release();
        assertThat(names(log.awaitCommit())).containsExactly("c");
    }

    @Test
    void aCommitWithoutAnswerIsRetriedAtOnceWithTheSameAppends() {
        node.store.next(StoreFault.LOSE_ANSWER);
        log.release();
        assertThat(names(log.awaitCommit())).containsExactly("fruit");
        assertThat(results).isEmpty();
        log.release();
        await().until(() -> results.size() == 1);
        assertThat(results.get(0))
                .isInstanceOfSatisfying(
                        AppendResult.Committed.class,
                        committed -> assertThat(committed.receipts())
                                .singleElement()
                                .satisfies(
                                        receipt -> assertThat(receipt.fresh()).isFalse()));
        assertThat(node.head().seq()).isEqualTo(1);
    }

    @Test
    void aDocumentWhoseCommitHangsDelaysTheLaneOnce() {
        node.store.next(StoreFault.FAIL_BEFORE);
        log.release();
        assertThat(names(log.awaitCommit())).containsExactly("fruit"); // held, on the retry lane
        submit("a", 1, 1);
        assertThat(names(log.awaitCommit())).containsExactly("a");
        log.releaseAll();
        await().until(() -> results.size() == 2);
    }

    @Test
    void twoAppendsOfADocumentAreNotInOneCommit() {
        submit("a", 1, 1);
        submit("a", 1, 1);
        log.release();
        assertThat(names(log.awaitCommit())).containsExactly("a");
        log.release();
        assertThat(names(log.awaitCommit())).containsExactly("a");
    }

    @Test
    void anErrorOfAnyClassStopsNoLane() {
        CommitLane broken = new CommitLane(new BatchCommit(new ThrowingLog(), CommitLimits.DEFAULTS), retries);
        broken.start(Thread::new);
        broken.submit(append("a", 1, 1));
        assertThat(names(log.awaitCommit().subList(0, 1))).containsExactly("a"); // retried over the held log
        assertThat(broken.isAlive()).isTrue();
        broken.stop();
    }

    @Test
    void aSubmitterThatThrowsDoesNotAffectOthers() {
        lane.submit(new PendingAppend(append("bad", 1, 1).append(), result -> {
            throw new AssertionError("a submitter failed");
        }));
        submit("a", 1, 1);
        log.releaseAll();
        await().until(() -> results.size() == 2);
        assertThat(lane.isAlive()).isTrue();
    }

    @Test
    void aLaneThatStopsCommitsWhatWaits() throws InterruptedException {
        submit("a", 4, 1);
        submit("b", 4, 1);
        lane.stop();
        retries.stop();
        log.releaseAll();
        lane.join(10_000);
        assertThat(results).hasSize(3);
    }

    private void submit(String name, int rows, int bytes) {
        lane.submit(append(name, rows, bytes));
    }

    private PendingAppend append(String name, int rows, int bytes) {
        List<Submission> submissions = IntStream.range(0, rows)
                .mapToObj(row -> new Submission(
                        new OperationId(name, row), new Author("ann", "c", "n"), WordEngine.update("x".repeat(bytes))))
                .toList();
        return new PendingAppend(
                new Append(DocumentId.of(name), GENERATION, new Guard.Any(), submissions), results::add);
    }

    private static List<String> names(List<Append> appends) {
        return appends.stream().map(append -> append.document().name()).toList();
    }

    /** Throws an error that is no exception. */
    private static final class ThrowingLog implements Sequencer {
        @Override
        public List<AppendResult> commit(List<Append> appends) {
            throw new NoClassDefFoundError("a class of the driver");
        }

        @Override
        public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
            throw new UnsupportedOperationException("no test follows a document here");
        }

        @Override
        public void close() {}
    }
}
