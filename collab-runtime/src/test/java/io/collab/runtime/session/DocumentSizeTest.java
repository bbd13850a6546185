package io.collab.runtime.session;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.runtime.commit.CommitLimits;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.storage.Snapshot;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents have at most 40 bytes here, and are loaded up to 50. */
class DocumentSizeTest {
    private static final SessionResources.Policy SMALL = new SessionResources.Policy(
            DocumentLimits.DEFAULTS.withDocumentBytes(40), DocumentTimeouts.DEFAULTS, CommitLimits.DEFAULTS);

    private final PipelineFixture fixture = new PipelineFixture(new WordEngine(), SMALL, "apple");
    private final ManualNode node = fixture.node;
    private final SessionRegistry registry = new SessionRegistry(node.resources);
    private final ManualNode.Client ann = node.client("ann", Access.WRITE);
    private final ManualNode.Client bob = node.client("bob", Access.WRITE);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aChangeThatMakesTheDocumentTooLargeIsRefused() {
        fixture.add(ann, "x".repeat(36));
        assertThat(ann.ends()).singleElement().satisfies(end -> {
            assertThat(end.code()).isEqualTo("document-too-large");
            assertThat(end.closeCode()).isEqualTo(CloseCode.TOO_LARGE);
        });
        assertThat(node.head().seq()).isEqualTo(1);
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    @Test
    void afterARefusedChangeLaterOnesOfItsBatchAreRefusedToo() {
        fixture.add(bob, "pear");
        fixture.awaitAppend();
        fixture.add(ann, "x".repeat(36));
        fixture.add(ann, "fig");
        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(ann.ends()).hasSize(2);
        assertThat(bob.ends()).isEmpty();
        assertThat(node.log.hasWaiting()).isFalse();

        fixture.add(bob, "plum");
        assertThat(fixture.finishAppend()).containsExactly("plum");
    }

    @Test
    void aRefusedChangeDoesNotAffectThoseOfOthers() {
        fixture.add(bob, "pear");
        fixture.awaitAppend();
        fixture.add(ann, "x".repeat(36));
        fixture.add(bob, "plum");
        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(ann.ends()).hasSize(1);
        assertThat(bob.ends()).isEmpty();
        assertThat(fixture.finishAppend()).containsExactly("plum");
        assertThat(bob.lines()).containsExactly("saved 1", "saved 1");
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    @Test
    void aChangeThatRepeatsARefusedOneIsRefusedToo() {
        fixture.add(bob, "pear");
        fixture.awaitAppend();
        fixture.add(ann, "x".repeat(36));
        fixture.add(bob, "x".repeat(36));
        fixture.releaseAppend();
        fixture.integrateLog();
        assertThat(ann.ends()).hasSize(1);
        assertThat(bob.ends()).hasSize(1);
        assertThat(ann.lines()).isEmpty();
        assertThat(bob.lines()).containsExactly("saved 1");
        assertThat(node.head().seq()).isEqualTo(2);
        assertThat(fixture.budget.heldBytes()).isZero();
    }

    @Test
    void aChangeWithoutNewContentIsAcceptedByAFullDocument() {
        fixture.add(ann, "x".repeat(30));
        fixture.finishAppend();
        fixture.add(ann, "apple");
        node.mailboxes.runAll();
        assertThat(ann.ends()).isEmpty();
        assertThat(ann.lines()).containsExactly("saved 1", "saved 1");
    }

    @Test
    void theLogOfADocumentMayBeLargerThanTheDocument() {
        for (int i = 0; i < 50; i++) {
            node.appendElsewhere(WordEngine.update("apple"));
        }
        assertThat(join(ann)).isCompleted();
    }

    @Test
    void aDocumentThatHasBecomeALittleTooLargeElsewhereIsLoaded() {
        node.appendElsewhere(WordEngine.update("x".repeat(44)));
        assertThat(join(ann)).isCompleted();
    }

    @Test
    void aDocumentThatIsTooLargeIsNotLoadedAndNotTriedAgainAtOnce() {
        node.appendElsewhere(WordEngine.update("x".repeat(46)));
        CompletableFuture<DocumentSession> first = join(ann);
        assertThat(JoinFailure.of(failure(first)).code()).isEqualTo("document-too-large");
        assertThat(JoinFailure.of(failure(first)).closeCode()).isEqualTo(CloseCode.TOO_LARGE);

        registry.join(bob.participant());
        assertThat(node.reads.size()).isZero();

        node.nanos.addAndGet(DocumentTimeouts.DEFAULTS.load().toNanos() + 1);
        registry.tick();
        assertThat(registry.size()).isZero();
        registry.join(bob.participant());
        assertThat(node.reads.size()).isEqualTo(1);
    }

    @Test
    void aSnapshotThatIsTooLargeIsNotOpened() {
        node.appendElsewhere(WordEngine.update("pear"));
        node.store.compact(FRUIT, node.head().generation(), 0, new Snapshot(2, new byte[51]), 0);
        assertThat(JoinFailure.of(failure(join(ann))).code()).isEqualTo("document-too-large");
    }

    private CompletableFuture<DocumentSession> join(ManualNode.Client client) {
        CompletableFuture<DocumentSession> joined =
                registry.join(client.participant()).toCompletableFuture();
        node.settle();
        return joined;
    }

    private static Throwable failure(CompletableFuture<DocumentSession> join) {
        return join.handle((session, failure) -> failure).join();
    }
}
