package io.collab.runtime.session;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.CollabException;
import io.collab.api.CorruptDataException;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.tck.fault.StoreFault;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
    private static final Duration LOAD = DocumentTimeouts.DEFAULTS.load();

    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final SessionRegistry registry = new SessionRegistry(node.resources);
    private final ManualNode.Client ann = node.client("ann", Access.WRITE);
    private final ManualNode.Client bob = node.client("bob", Access.WRITE);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aDocumentIsLoadedOnceHoweverManyJoin() {
        CompletableFuture<DocumentSession> first = join(ann);
        CompletableFuture<DocumentSession> second = join(bob);
        assertThat(node.reads.size()).isEqualTo(1);
        assertThat(registry.size()).isEqualTo(1);
        node.settle();
        assertThat(first).isCompleted();
        assertThat(second).isCompletedWithValue(first.join());
        assertThat(join(node.client("cleo", Access.READ))).isNotCompleted();
        node.settle();
        assertThat(node.bus.subscriptions())
                .as("one to the log, one to presence")
                .isEqualTo(2);
    }

    @Test
    void whatWasDurableWhenAParticipantJoinedIsIntegratedBefore() {
        join(ann);
        node.settle();
        node.appendElsewhere(WordEngine.update("apple"));
        CompletableFuture<DocumentSession> second = join(bob);
        node.mailboxes.runAll();
        assertThat(second).isNotCompleted();
        node.settle();
        assertThat(second).isCompleted();
        assertThat(ann.lines()).contains("edit apple");
        assertThat(bob.lines()).doesNotContain("edit apple");
    }

    @Test
    void aLoadThatFailsLeavesNothingAndCanBeRetried() {
        node.store.next(StoreFault.FAIL_BEFORE);
        CompletableFuture<DocumentSession> first = join(ann);
        CompletableFuture<DocumentSession> second = join(bob);
        node.settle();
        assertThat(failure(first)).isInstanceOf(StorageException.class);
        assertThat(failure(first).closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
        assertThat(failure(second)).isSameAs(failure(first));
        assertThat(registry.size()).isZero();

        CompletableFuture<DocumentSession> retry = join(ann);
        node.settle();
        assertThat(retry).isCompleted();
    }

    @Test
    void aStoreThatDoesNotAnswerEndsJoinsInTime() {
        CompletableFuture<DocumentSession> join = join(ann);
        pass(LOAD);
        assertThat(join).isNotDone();
        pass(Duration.ofNanos(1));
        assertThat(failure(join).code()).isEqualTo("load-timeout");
        assertThat(failure(join).closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
    }

    @Test
    void joinsDuringALoadThatTakesTooLongFailAtOnceAndStartNoOtherLoad() throws InterruptedException {
        CompletableFuture<DocumentSession> first = join(ann);
        Thread hanging = loadThatHangs();
        pass(LOAD.plusNanos(1));

        CompletableFuture<DocumentSession> second = join(bob);

        assertThat(failure(first).code()).isEqualTo("load-timeout");
        assertThat(failure(second).code()).isEqualTo("load-timeout");
        assertThat(node.reads.size()).isZero();
        node.store.resume();
        hanging.join();
    }

    @Test
    void aLoadThatEndsTooLateForItsJoinsServesTheNextOne() throws InterruptedException {
        join(ann);
        Thread hanging = loadThatHangs();
        pass(LOAD.plusNanos(1));
        node.store.resume();
        hanging.join();

        CompletableFuture<DocumentSession> next = join(bob);
        node.settle();

        assertThat(next).isCompleted();
        assertThat(bob.ends()).isEmpty();
        next.join().leave(bob.participant());
        tickAfter(Duration.ofSeconds(31));
        assertThat(registry.size()).isZero();
    }

    @Test
    void aLoadThatHasWaitedForItsTurnForTooLongIsDropped() {
        join(ann);
        pass(LOAD.plusNanos(1));
        node.reads.runAll();
        assertThat(registry.size()).isZero();
        assertThat(joined(bob).document()).isEqualTo(FRUIT);
    }

    /** Runs the load that waits, on a thread of its own, and lets the store block it. */
    private Thread loadThatHangs() {
        node.store.pause();
        Thread reading = new Thread(node.reads::runNext);
        reading.start();
        await().until(() -> node.store.waiting() > 0);
        return reading;
    }

    private void pass(Duration time) {
        node.nanos.addAndGet(time.toNanos());
        registry.tick();
    }

    @Test
    void aReadPoolThatIsBusyRefusesTheLoadForNow() {
        node.reads.reject(true);
        CompletableFuture<DocumentSession> refused = join(ann);
        assertThat(failure(refused).code()).isEqualTo("busy");
        assertThat(failure(refused).closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
        assertThat(registry.size()).isZero();
    }

    @Test
    void aLoadThatCannotBeStartedLeavesNothingAndCanBeRetried() {
        node.reads.failNext(new InternalError("no thread can be created"));
        assertThat(failure(join(ann)).closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
        assertThat(registry.size()).isZero();
        CompletableFuture<DocumentSession> again = join(ann);
        node.settle();
        assertThat(again).isCompleted();
    }

    @Test
    void whyADocumentIsNotLoadedIsLogged() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(SessionRegistry.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            node.failNextRead(new AssertionError("a defect of the store"));
            join(ann);
            node.settle();
            node.store.delete(FRUIT, node.head().generation());
            node.store.open(FRUIT, "other", 1, new Generation(UUID.randomUUID()));
            new SessionRegistry(node.resources).join(ann.participant());
            node.settle();
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(logged)
                .extracting(LogRecord::getMessage)
                .satisfiesExactly(
                        defect -> assertThat(defect).contains("fruit", "load-failed"),
                        unknown -> assertThat(unknown).contains("fruit", "unknown-format"));
        assertThat(logged.get(0).getThrown()).hasMessageContaining("a defect of the store");
    }

    @Test
    void aReadForAJoinThatCannotBeStartedIsStartedLater() {
        join(ann);
        node.settle();
        node.reads.failNext(new InternalError("no thread can be created"));
        CompletableFuture<DocumentSession> second = join(bob);
        node.settle();
        assertThat(second).isNotDone();
        node.timer.advance(OrderingLimits.DEFAULTS.retryInterval());
        node.settle();
        assertThat(second).isCompleted();
    }

    @Test
    void aDocumentOfAnotherEngineIsNotLoaded() {
        node.store.open(FRUIT, "other", 1, new Generation(UUID.randomUUID()));
        CompletableFuture<DocumentSession> refused = join(ann);
        node.settle();
        assertThat(failure(refused)).isInstanceOf(CorruptDataException.class);
        assertThat(failure(refused).code()).isEqualTo("unknown-format");
        assertThat(registry.size()).isZero();
    }

    @Test
    void aParticipantThatMeetsAnEndedSessionJoinsANewOne() {
        DocumentSession ended = joined(ann);
        ended.close(new StorageException("storage-unavailable", "the test ends the session"));
        CompletableFuture<DocumentSession> second = join(bob);
        node.settle();
        assertThat(ann.ends()).hasSize(1);
        assertThat(bob.ends()).isEmpty();
        assertThat(second).isCompleted();
        assertThat(second.join()).isNotSameAs(ended);
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void aRegistryThatRefusesOpensNothingAndKeepsWhatIsOpen() {
        joined(ann);
        registry.refuse(new StorageException("going-down", "the node is shutting down"));
        CompletableFuture<DocumentSession> refused = join(bob);
        assertThat(failure(refused).code()).isEqualTo("going-down");
        assertThat(registry.size()).isEqualTo(1);
        assertThat(ann.ends()).isEmpty();
    }

    @Test
    void aClosedRegistryEndsAllSessions() {
        joined(ann);
        registry.close(new StorageException("going-down", "the node is shutting down"));
        node.settle();
        assertThat(ann.ends())
                .singleElement()
                .satisfies(end -> assertThat(end.code()).isEqualTo("going-down"));
        assertThat(registry.size()).isZero();
        assertThat(node.bus.subscriptions()).isZero();
    }

    @Test
    void anIdleDocumentIsUnloadedOnceItIsHeldByNoHandle() {
        registry.hold(FRUIT);
        registry.hold(FRUIT);
        joined(ann).leave(ann.participant());
        tickAfter(Duration.ofSeconds(31));
        registry.release(FRUIT);
        tickAfter(Duration.ofSeconds(31));
        assertThat(registry.size()).isEqualTo(1);
        registry.release(FRUIT);
        tickAfter(Duration.ofSeconds(31));
        assertThat(registry.size()).isZero();
    }

    @Test
    void aDocumentWithAParticipantIsNotUnloaded() {
        joined(ann);
        tickAfter(Duration.ofHours(1));
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void theIdleTimeBeginsWhenTheLastParticipantHasLeft() {
        DocumentSession session = joined(ann);
        node.nanos.addAndGet(Duration.ofHours(1).toNanos());
        session.leave(ann.participant());
        tickAfter(Duration.ofSeconds(30));
        assertThat(registry.size()).isEqualTo(1);
        tickAfter(Duration.ofNanos(1));
        assertThat(registry.size()).isZero();
    }

    @Test
    void anUnloadedDocumentHasASnapshotOfItsLastCommit() {
        DocumentSession session = joined(ann);
        node.append(WordEngine.update("apple"));
        node.append(WordEngine.update("pear"));
        session.leave(ann.participant());
        tickAfter(Duration.ofSeconds(31));
        assertThat(node.head().snapshotSeq()).isEqualTo(2);
    }

    @Test
    void aRegistryIsQuietUnlessAnAppendIsInFlight() {
        DocumentSession session = joined(ann);
        assertThat(registry.quiet()).isTrue();
        session.receive(
                ann.participant(),
                new ClientMessage.Edit("fruit", WordEngine.update("apple")),
                new InboundBudget(10).reserve(5));
        node.settle();
        node.nanos.addAndGet(1);
        assertThat(registry.quiet()).isFalse();
        node.log.release();
        node.settleUntil(registry::quiet);
        assertThat(ann.lines()).contains("edit apple", "saved 1");
    }

    @Test
    void anAppendThatIsRetriedForTooLongEndsTheSession() {
        DocumentSession session = joined(ann);
        session.receive(
                ann.participant(),
                new ClientMessage.Edit("fruit", WordEngine.update("apple")),
                new InboundBudget(10).reserve(5));
        node.settle();
        tickAfter(Duration.ofMinutes(10));
        assertThat(ann.ends()).isEmpty();
        tickAfter(Duration.ofNanos(1));
        assertThat(ann.ends())
                .singleElement()
                .satisfies(end -> assertThat(end.code()).isEqualTo("storage-unavailable"));
    }

    private CompletableFuture<DocumentSession> join(ManualNode.Client client) {
        return registry.join(client.participant()).toCompletableFuture();
    }

    private DocumentSession joined(ManualNode.Client client) {
        CompletableFuture<DocumentSession> session = join(client);
        node.settle();
        return session.join();
    }

    private void tickAfter(Duration passed) {
        node.settle();
        node.nanos.addAndGet(passed.toNanos());
        registry.tick();
        node.settle();
    }

    private static CollabException failure(CompletableFuture<DocumentSession> failed) {
        assertThat(failed).isCompletedExceptionally();
        try {
            failed.join();
            throw new AssertionError("the stage has not failed");
        } catch (CompletionException failure) {
            return JoinFailure.of(failure);
        }
    }
}
