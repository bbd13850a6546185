package io.collab.runtime.session;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.Generation;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitPipelineTest {
    private final PipelineFixture fixture = new PipelineFixture(new WordEngine(), PipelineFixture.SMALL);
    private final CommitPipeline pipeline = fixture.pipeline;
    private final ManualNode.Client ann = fixture.node.client("ann", Access.WRITE);
    private final ManualNode.Client bob = fixture.node.client("bob", Access.WRITE);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aChangeIsAnsweredWhenTheReplicaHasIntegratedIt() {
        fixture.add(ann, "apple");
        fixture.awaitAppend();
        fixture.releaseAppend();
        assertThat(fixture.node.head().seq()).isEqualTo(1);
        assertThat(ann.lines()).isEmpty();
        assertThat(fixture.finished).isZero();
        assertThat(fixture.budget.heldBytes()).isEqualTo(5);

        fixture.integrateLog();
        assertThat(ann.lines()).containsExactly("saved 1");
        assertThat(fixture.finished).isEqualTo(1);
        assertThat(fixture.budget.heldBytes()).isZero();
        assertThat(pipeline.idle()).isTrue();
    }

    @Test
    void aCommitThatIsIntegratedBeforeItsResultArrivesIsAnsweredWithTheResult() {
        fixture.add(ann, "apple");
        fixture.awaitAppend();
        fixture.node.log.release();
        await().until(() -> fixture.node.mailboxes.size() == 1);
        state().integrate(fixture.node
                .store
                .read(FRUIT, state().generation(), 0, 1 << 20)
                .commits());
        pipeline.integrated();
        assertThat(pipeline.idle()).isFalse();

        fixture.node.mailboxes.runAll();
        assertThat(ann.lines()).containsExactly("saved 1");
    }

    @Test
    void changesThatArriveDuringAnAppendWaitUndecoded() {
        fixture.add(ann, "apple");
        fixture.awaitAppend();
        fixture.add(bob, "poison!");
        fixture.releaseAppend();
        assertThat(bob.ends()).isEmpty();
        assertThat(fixture.node.log.hasWaiting()).isFalse();

        fixture.integrateLog();
        assertThat(bob.ends()).hasSize(1);
    }

    @Test
    void aDuplicateIsAnsweredAfterTheAppendOfTheChangeThatItRepeats() {
        fixture.add(ann, "apple");
        fixture.awaitAppend();
        fixture.add(ann, "pear");
        fixture.add(bob, "pear");
        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(fixture.awaitAppend()).containsExactly("pear");
        fixture.releaseAppend();
        assertThat(bob.lines()).isEmpty();

        fixture.integrateLog();
        assertThat(bob.lines()).containsExactly("saved 1");
        assertThat(fixture.node.head().seq()).isEqualTo(2);
    }

    @Test
    void aRejectedChangeEndsItsParticipantOnly() {
        fixture.add(ann, "apple");
        fixture.awaitAppend();
        fixture.add(bob, "poison!");
        fixture.add(ann, "pear");
        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(bob.ends())
                .singleElement()
                .satisfies(end -> assertThat(end.closeCode()).isEqualTo(CloseCode.BAD_MESSAGE));
        assertThat(fixture.budget.heldBytes()).isEqualTo("pear".length());

        assertThat(fixture.finishAppend()).containsExactly("pear");
        assertThat(ann.ends()).isEmpty();
        assertThat(ann.lines()).containsExactly("saved 1", "saved 1");
        assertThat(bob.lines()).isEmpty();
    }

    @Test
    void aReadersChangeIsRefusedWhenItsBatchIsFormed() {
        ManualNode.Client reader = fixture.node.client("reader", Access.READ);
        fixture.add(reader, "pear");
        fixture.node.settle();
        assertThat(reader.lines()).containsExactly("saved 0");
        assertThat(fixture.budget.heldBytes()).isZero();
        assertThat(pipeline.idle()).isTrue();
        assertThat(fixture.node.log.hasWaiting()).isFalse();
    }

    @Test
    void anAppendHasAtMostTheConfiguredRowsAndStopsAtTheConfiguredBytes() {
        fixture.add(ann, "w1");
        fixture.awaitAppend();
        for (String word : new String[] {"w2", "w3", "w4", "w5", "x".repeat(50), "w6"}) {
            fixture.add(ann, word);
        }
        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(fixture.finishAppend()).containsExactly("w2", "w3", "w4");
        assertThat(fixture.finishAppend()).containsExactly("w5", "x".repeat(50));
        assertThat(fixture.finishAppend()).containsExactly("w6");
    }

    @Test
    void moreWaitingBytesThanTheBufferFail() {
        fixture.add(ann, "apple");
        fixture.awaitAppend();
        fixture.add(ann, "x".repeat(150));
        assertThat(fixture.failures).isEmpty();
        fixture.add(ann, "y");
        assertThat(fixture.failures).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("storage-lagging");
            assertThat(failure.closeCode()).isEqualTo(CloseCode.STORAGE_UNAVAILABLE);
        });
    }

    @Test
    void bytesOfABatchNoLongerCountAsWaiting() {
        for (int i = 0; i < 10; i++) {
            fixture.add(ann, i + "x".repeat(90));
            fixture.finishAppend();
        }
        assertThat(fixture.failures).isEmpty();
    }

    @Test
    void anAbortClosesEveryReservationAndAnswersNothing() {
        fixture.add(ann, "apple");
        fixture.awaitAppend();
        fixture.add(ann, "pear");
        fixture.add(bob, "plum");
        pipeline.abort();
        assertThat(fixture.budget.heldBytes()).isZero();
        assertThat(pipeline.idle()).isTrue();
        assertThat(pipeline.flightNanos()).isZero();

        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(ann.lines()).isEmpty();
        assertThat(bob.lines()).isEmpty();
        assertThat(fixture.finished).isZero();
    }

    @Test
    void anAppendToAnotherGenerationFailsAsReplaced() {
        fixture.node.store.delete(FRUIT, state().generation());
        fixture.node.store.open(FRUIT, "words", 1, new Generation(UUID.randomUUID()));
        fixture.add(ann, "apple");
        fixture.awaitAppend();
        fixture.releaseAppend();
        assertThat(fixture.failures).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("document-replaced");
            assertThat(failure.closeCode()).isEqualTo(CloseCode.DOCUMENT_REPLACED);
        });
        assertThat(ann.lines()).isEmpty();
    }

    @Test
    void theDurationOfTheAppendInFlightIsMeasured() {
        assertThat(pipeline.flightNanos()).isZero();
        fixture.add(ann, "apple");
        fixture.node.nanos.addAndGet(7);
        assertThat(pipeline.flightNanos()).isEqualTo(7);
        fixture.finishAppend();
        assertThat(pipeline.flightNanos()).isZero();
    }

    @Test
    void missingUpdatesAreRequestedOnceAfterTheAcknowledgement() {
        fixture.add(ann, "b<a");
        fixture.finishAppend();
        fixture.add(ann, "c");
        fixture.finishAppend();
        assertThat(ann.lines()).containsExactly("saved 1", "step1 b<a", "saved 1");
    }

    @Test
    void aChangeWithoutAcknowledgementIsCommittedAndNotAnswered() {
        fixture.add(ann, "apple", false);
        assertThat(fixture.finishAppend()).containsExactly("apple");
        assertThat(ann.lines()).isEmpty();
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    @Test
    void aDefectOfTheEngineLosesNoReservation() {
        fixture.add(ann, "apple");
        fixture.awaitAppend();
        fixture.add(ann, "pear");
        fixture.add(bob, WordEngine.DEFECT);
        fixture.releaseAppend();
        assertThatThrownBy(fixture::integrateLog).isInstanceOf(AssertionError.class);
        pipeline.abort();
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    private DocumentState state() {
        return fixture.state;
    }
}
