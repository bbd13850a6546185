package io.collab.runtime.session;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.storage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session whose next commits were compacted, or whose document was replaced, by another node. */
class SessionFollowingTest {
    private static final Duration UNTIL_POLL = Duration.ofMillis(5_100);

    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final SessionRegistry registry = new SessionRegistry(node.resources);
    private final ManualNode.Client ann = node.client("ann", Access.WRITE);
    private final InboundBudget budget = new InboundBudget(100);
    private DocumentSession session;

    @BeforeEach
    void join() {
        var joining = registry.join(ann.participant()).toCompletableFuture();
        node.settle();
        session = joining.join();
        node.append(WordEngine.update("a"));
        node.settle();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aLargeChangeIsSentInParts() {
        String large = "x".repeat(50_000);
        node.append(WordEngine.update("1" + large + " 2" + large + " 3" + large));
        node.settle();
        assertThat(ann.lines()).endsWith("edit 1" + large, "edit 2" + large, "edit 3" + large);
    }

    @Test
    void aChangeLargerThanTheSendQueueClosesNoClientThatReads() {
        int bytes = ConnectionLimits.DEFAULTS.outbound().queueBytes() + (2 << 20);
        StringBuilder words = new StringBuilder();
        while (words.length() < bytes) {
            words.append(words.length()).append("x".repeat(60_000)).append(' ');
        }
        node.append(WordEngine.update(words.toString()));
        node.settle();
        assertThat(ann.connection().closeCode()).isNull();
    }

    @Test
    void participantsOfASessionThatWasOvertakenReceiveWhatTheyLack() {
        compactElsewhere();
        poll();
        assertThat(ann.lines()).endsWith("edit a", "edit b c");
        node.append(WordEngine.update("d"));
        node.settle();
        assertThat(ann.lines()).endsWith("edit b c", "edit d");
        assertThat(ann.ends()).isEmpty();
    }

    @Test
    void aChangeThatIsInTheSnapshotIsAcknowledgedWhenTheSessionWasOvertaken() {
        edit("x");
        node.log.awaitCommit();
        compactElsewhere();
        node.log.release();
        node.settleUntil(() -> node.head().seq() == 4);
        poll();
        node.settleUntil(() -> ann.lines().contains("saved 1"));
        assertThat(ann.lines()).containsOnlyOnce("saved 1").contains("edit b c x");
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void aReadPoolThatIsBusyEndsASessionThatWasOvertaken() {
        compactElsewhere();
        node.timer.advance(UNTIL_POLL);
        node.reads.runNext();
        node.reads.reject(true);
        node.reads.runAll();
        node.mailboxes.runAll();
        assertThat(ann.ends()).singleElement().satisfies(end -> {
            assertThat(end.code()).isEqualTo("busy");
            assertThat(end.closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
        });
        assertThat(registry.size()).isZero();
    }

    @Test
    void aSessionThatCannotBeReadAgainInTimeEnds() {
        compactElsewhere();
        node.timer.advance(UNTIL_POLL);
        node.reads.runNext();
        node.reads.runNext();
        node.mailboxes.runAll();
        assertThat(node.reads.size()).as("the newer state is being read").isEqualTo(1);
        node.nanos.addAndGet(DocumentTimeouts.DEFAULTS.load().toNanos());
        registry.tick();
        node.mailboxes.runAll();
        assertThat(ann.ends()).isEmpty();
        node.nanos.addAndGet(1);
        registry.tick();
        node.mailboxes.runAll();
        assertThat(ann.ends())
                .singleElement()
                .satisfies(end -> assertThat(end.code()).isEqualTo("load-timeout"));
    }

    @Test
    void participantsOfAReplacedDocumentAreEnded() {
        edit("x");
        node.log.awaitCommit();
        node.store.delete(FRUIT, node.head().generation());
        node.store.open(FRUIT, "words", 1, new Generation(UUID.randomUUID()));
        poll();
        assertThat(ann.ends()).singleElement().satisfies(end -> {
            assertThat(end.code()).isEqualTo("document-replaced");
            assertThat(end.closeCode()).isEqualTo(CloseCode.DOCUMENT_REPLACED);
        });
        assertThat(budget.heldBytes()).isZero();
        assertThat(registry.size()).isZero();
    }

    @Test
    void aStepOfClosingThatThrowsDoesNotKeepTheParticipantsWaiting() {
        AtomicInteger ended = new AtomicInteger();
        DocumentSession defective =
                new DocumentSession(node.resources, DocumentLoader.load(node.resources, FRUIT), closed -> {
                    ended.incrementAndGet();
                    throw new AssertionError("defect");
                });
        ManualNode.Client bob = node.client("bob", Access.WRITE);
        defective.join(bob.participant());
        node.settle();
        var waiting = defective.snapshot().toCompletableFuture();
        node.mailboxes.runAll();
        assertThat(waiting).isNotDone();
        defective.close(new StorageException("going-down", "the node is shutting down"));
        node.settle();
        assertThat(bob.ends())
                .singleElement()
                .satisfies(end -> assertThat(end.code()).isEqualTo("going-down"));
        assertThat(waiting).isCompletedWithValue(null);
        assertThat(ended).hasValue(1);
    }

    private void edit(String word) {
        session.receive(
                ann.participant(),
                new ClientMessage.Edit("fruit", WordEngine.update(word)),
                budget.reserve(word.length()));
        node.settle();
    }

    /** Appends two commits and drops the log, as another node does. */
    private void compactElsewhere() {
        node.appendElsewhere(WordEngine.update("b"));
        node.appendElsewhere(WordEngine.update("c"));
        node.clock.advance(Duration.ofMinutes(11));
        node.store.compact(
                FRUIT, node.head().generation(), 0, new Snapshot(3, "a b c".getBytes(StandardCharsets.UTF_8)), 3);
    }

    private void poll() {
        node.timer.advance(UNTIL_POLL);
        node.settle();
    }
}
