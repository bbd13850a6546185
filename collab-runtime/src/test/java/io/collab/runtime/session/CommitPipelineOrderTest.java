package io.collab.runtime.session;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.runtime.testing.ListEngine;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Snapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pipeline with an engine that needs one order. */
class CommitPipelineOrderTest {
    private final PipelineFixture fixture = new PipelineFixture(
            new ListEngine(1), SessionResources.Policy.DEFAULTS, "0:0:kiwi", "1:0:lime", "2:0:plum");
    private final ManualNode node = fixture.node;
    private final ManualNode.Client ann = node.client("ann", Access.WRITE);
    private final ManualNode.Client bob = node.client("bob", Access.WRITE);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anAppendIsGuardedByTheLastCommitInTheReplica() {
        fixture.add(ann, "3:3:apple");
        List<Append> appends = node.log.awaitCommit();
        assertThat(appends.get(0).guard()).isEqualTo(new Guard.After(3));
        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(ann.lines()).containsExactly("saved 1");
    }

    @Test
    void aConflictIsPreparedAgainWhenTheHeadIsIntegrated() {
        node.appendElsewhere(WordEngine.update("3:0:pear"));
        fixture.add(ann, "3:3:apple");
        fixture.awaitAppend();
        fixture.releaseAppend();
        assertThat(node.log.hasWaiting()).isFalse();
        assertThat(fixture.finished).isZero();

        fixture.integrateLog();
        List<Append> appends = node.log.awaitCommit();
        assertThat(appends.get(0).guard()).isEqualTo(new Guard.After(4));
        assertThat(appends.get(0).submissions().get(0).update()).isEqualTo(WordEngine.update("4:4:apple"));
        assertThat(ann.lines()).isEmpty();
        assertThat(fixture.budget.heldBytes()).isEqualTo("3:3:apple".length());
        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(ann.lines()).containsExactly("saved 1");
        assertThat(fixture.budget.heldBytes()).isZero();
        assertThat(fixture.finished).isEqualTo(1);
    }

    @Test
    void aConflictWhoseHeadIsAlreadyIntegratedIsPreparedAgainAtOnce() {
        node.appendElsewhere(WordEngine.update("3:0:pear"));
        fixture.add(ann, "3:3:apple");
        fixture.awaitAppend();
        node.log.release();
        await().until(() -> node.mailboxes.size() == 1);
        fixture.integrateLog();
        assertThat(fixture.finishAppend()).containsExactly("4:4:apple");
        assertThat(ann.lines()).containsExactly("saved 1");
    }

    @Test
    void aChangeThatWasCommittedElsewhereMeanwhileIsADuplicate() {
        node.appendElsewhere(WordEngine.update("3:0:apple"));
        fixture.add(ann, "3:3:apple");
        fixture.awaitAppend();
        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(ann.lines()).containsExactly("saved 1");
        assertThat(node.head().seq()).isEqualTo(4);
        assertThat(fixture.pipeline.idle()).isTrue();
    }

    @Test
    void aChangeForAnOldVersionIsPreparedAgainWithTheCommitsSinceThen() {
        fixture.add(ann, "1:1:late");
        assertThat(fixture.pipeline.idle()).isFalse();
        node.nanos.addAndGet(7);
        assertThat(fixture.pipeline.flightNanos())
                .as("its participants are notified when the store does not answer")
                .isEqualTo(7);
        assertThat(node.log.hasWaiting()).isFalse();
        node.settle();
        assertThat(fixture.finishAppend()).containsExactly("3:3:late");
        assertThat(ann.lines()).containsExactly("saved 1");
    }

    @Test
    void commitsThatAreIntegratedWhileHistoryIsReadBelongToTheHistory() {
        fixture.add(ann, "1:1:late");
        node.reads.runNext();
        node.appendElsewhere(WordEngine.update("3:0:pear"));
        node.appendElsewhere(WordEngine.update("4:0:fig"));
        fixture.integrateLog();
        node.settle();
        assertThat(fixture.finishAppend()).containsExactly("5:5:late");
        assertThat(ann.lines()).containsExactly("saved 1");
    }

    @Test
    void historyThatIsGoneEndsTheParticipantsThatNeedItOnly() {
        compactTo(3);
        fixture.add(bob, "3:0:first");
        fixture.awaitAppend();
        fixture.add(ann, "1:1:late");
        fixture.add(bob, "3:3:current");
        fixture.releaseAppend();
        fixture.integrateLog();
        node.settle();
        assertThat(ann.ends()).singleElement().satisfies(end -> {
            assertThat(end.code()).isEqualTo("history-gone");
            assertThat(end.closeCode()).isEqualTo(CloseCode.TOO_LARGE);
        });
        assertThat(bob.ends()).isEmpty();
        assertThat(fixture.finishAppend()).containsExactly("4:4:current");
        assertThat(bob.lines()).containsExactly("saved 1", "saved 1");
        assertThat(ann.lines()).isEmpty();
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    @Test
    void aRejectedChangeOfABatchThatNeedsHistoryEndsItsParticipantOnce() {
        fixture.add(bob, "3:0:first");
        fixture.awaitAppend();
        fixture.add(bob, "garbage");
        fixture.add(ann, "1:1:late");
        fixture.releaseAppend();
        fixture.integrateLog();
        node.settle();
        assertThat(bob.ends()).hasSize(1);
        assertThat(fixture.finishAppend()).containsExactly("4:4:late");
    }

    @Test
    void aReadPoolThatIsBusyEndsTheSessionWithARetryableCode() {
        node.reads.reject(true);
        fixture.add(ann, "1:1:late");
        assertThat(fixture.failures).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("busy");
            assertThat(failure.closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
        });
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    @Test
    void anErrorWhileHistoryIsReadEndsTheSession() {
        fixture.add(ann, "1:1:late");
        node.failNextRead(new AssertionError("defect"));
        node.settle();
        assertThat(fixture.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER));
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    @Test
    void aStoreThatCannotReadHistoryEndsTheSession() {
        node.store.goDown();
        fixture.add(ann, "1:1:late");
        node.settle();
        assertThat(fixture.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.closeCode()).isEqualTo(CloseCode.STORAGE_UNAVAILABLE));
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    @Test
    void historyThatIsReadAfterAnAbortIsDiscarded() {
        fixture.add(ann, "1:1:late");
        fixture.pipeline.abort();
        node.settle();
        assertThat(node.log.hasWaiting()).isFalse();
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    private void compactTo(long seq) {
        node.clock.advance(Duration.ofMinutes(11));
        Snapshot snapshot = new Snapshot(seq, fixture.state.replica().snapshot());
        node.store.compact(FRUIT, fixture.state.generation(), 0, snapshot, seq);
    }
}
