package io.collab.runtime.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Author;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Guard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitterTest {
    private final Log log = new Log();
    private final GroupCommitter committer = new GroupCommitter(log, 1, new CommitLimits(100, 1 << 20), Thread::new);
    private final Map<String, AppendResult> results = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        committer.close();
    }

    @Test
    void appendsThatArriveDuringACommitAreCommittedTogetherNext() {
        log.permits.drainPermits();
        submit("first");
        await().until(() -> log.waiting.get() == 1);
        for (int i = 0; i < 50; i++) {
            submit("d" + i);
        }
        log.permits.release(1_000);
        await().until(() -> results.size() == 51);
        assertThat(log.sizes).containsExactly(1, 50);
    }

    @Test
    void anUnknownOutcomeIsRetriedWithTheSameOperations() {
        AtomicInteger failures = new AtomicInteger(2);
        log.fails = append -> failures.getAndDecrement() > 0;
        submit("fruit");
        await().until(() -> results.containsKey("fruit"));
        assertThat(log.operations).hasSize(1);
    }

    @Test
    void aRefusedAppendStopsNoOtherDocument() {
        log.fails = append -> append.document().name().equals("bad");
        submit("bad");
        for (int i = 0; i < 20; i++) {
            submit("good" + i);
        }
        await().until(() -> results.size() == 20);
        submit("later");
        await().until(() -> results.containsKey("later"));
        log.fails = append -> false;
        await().until(() -> results.containsKey("bad"));
    }

    @Test
    void everythingThatWaitedIsCommittedWhenTheStoreIsUpAgain() {
        log.fails = append -> true;
        for (int i = 0; i < 80; i++) {
            submit("d" + i);
        }
        await().until(() -> log.calls.get() >= 8);
        assertThat(results).isEmpty();
        log.fails = append -> false;
        await().until(() -> results.size() == 80);
        assertThat(log.operations).hasSize(80);
    }

    @Test
    void anAbandonedAppendIsNotRetried() {
        log.fails = append -> true;
        PendingAppend abandoned = submit("fruit");
        await().until(() -> log.calls.get() >= 2);
        abandoned.abandon();
        log.fails = append -> false;
        submit("stone");
        await().until(() -> results.containsKey("stone"));
        int calls = log.calls.get();
        submit("wood");
        await().until(() -> results.containsKey("wood"));
        assertThat(results).doesNotContainKey("fruit");
        assertThat(log.calls.get()).isEqualTo(calls + 1);
    }

    @Test
    void allAppendsOfADocumentGoToOneLane() {
        try (GroupCommitter lanes = new GroupCommitter(log, 4, CommitLimits.DEFAULTS, Thread::new)) {
            log.permits.drainPermits();
            lanes.submit(append("fruit"));
            await().until(() -> log.waiting.get() == 1);
            for (int i = 0; i < 20; i++) {
                lanes.submit(append("fruit"));
            }
            log.permits.release(1_000);
            await().until(() -> log.sizes.size() == 21);
            assertThat(log.threads).hasSize(1);
        }
    }

    @Test
    void lanesCommitAtTheSameTime() {
        try (GroupCommitter lanes = new GroupCommitter(log, 4, CommitLimits.DEFAULTS, Thread::new)) {
            log.permits.drainPermits();
            for (int i = 0; i < 100; i++) {
                lanes.submit(append("d" + i));
            }
            await().until(() -> log.waiting.get() == 4);
            log.permits.release(1_000);
            await().until(() -> results.size() == 100);
        }
    }

    @Test
    void drainingWaitsUntilEverythingIsCommitted() throws InterruptedException {
        log.permits.drainPermits();
        for (int i = 0; i < 20; i++) {
            submit("d" + i);
        }
        Thread draining = Thread.currentThread();
        Thread store = new Thread(() -> {
            await().until(() -> draining.getState() == Thread.State.TIMED_WAITING);
            log.permits.release(1_000);
        });
        store.start();
        committer.drain(10_000);
        assertThat(results).hasSize(20);
        store.join();
    }

    @Test
    void drainingEndsAtItsDeadline() throws InterruptedException {
        log.permits.drainPermits();
        submit("fruit");
        committer.drain(1);
        assertThat(results).isEmpty();
        log.permits.release(1_000);
    }

    private PendingAppend submit(String name) {
        PendingAppend append = append(name);
        committer.submit(append);
        return append;
    }

    private PendingAppend append(String name) {
        Submission submission =
                new Submission(new OperationId(name, 0), new Author("ann", "c", "n"), WordEngine.update("w"));
        Append append =
                new Append(DocumentId.of(name), new Generation(new UUID(0, 1)), new Guard.Any(), List.of(submission));
        return new PendingAppend(append, result -> results.put(name, result));
    }

    private static final class Log implements Sequencer {
        final Semaphore permits = new Semaphore(1_000_000);
        final AtomicInteger waiting = new AtomicInteger();
        final AtomicInteger calls = new AtomicInteger();
        final List<Integer> sizes = new CopyOnWriteArrayList<>();
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        final Map<OperationId, Boolean> operations = new ConcurrentHashMap<>();
        volatile Predicate<Append> fails = append -> false;

        @Override
        public List<AppendResult> commit(List<Append> appends) {
            waiting.incrementAndGet();
            permits.acquireUninterruptibly();
            calls.incrementAndGet();
            threads.add(Thread.currentThread());
            appends.forEach(append -> operations.put(append.submissions().get(0).operation(), true));
            if (appends.stream().anyMatch(fails)) {
                throw new StorageException("down", "does not answer");
            }
            sizes.add(appends.size());
            return appends.stream()
                    .map(append ->
                            (AppendResult) new AppendResult.Committed(List.of(new Receipt(1, Instant.EPOCH, true))))
                    .toList();
        }

        @Override
        public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
            throw new UnsupportedOperationException("no test follows a document here");
        }

        @Override
        public void close() {
            permits.release(1_000_000);
        }
    }
}
