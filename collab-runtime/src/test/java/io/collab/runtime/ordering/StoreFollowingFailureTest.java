package io.collab.runtime.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.ordering.Follower;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Page;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreFollowingFailureTest {
    private static final DocumentId FRUIT = DocumentId.of("fruit");
    private static final Generation GENERATION = new Generation(new UUID(0, 1));

    private final MemoryDocumentStore documents = new MemoryDocumentStore();
    private final AtomicInteger failures = new AtomicInteger();
    private final ExecutorService reads = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final StoreSequencer sequencer = new StoreSequencer(
            failing(),
            new MemoryBroadcastBus(),
            "node",
            reads,
            timer,
            OrderingLimits.DEFAULTS.withRetryInterval(Duration.ofMillis(10)));

    @AfterEach
    void close() {
        sequencer.close();
        timer.shutdownNow();
        reads.shutdownNow();
    }

    @Test
    void aReadThatFailsInAnyWayIsRetried() {
        documents.open(FRUIT, "words", 1, GENERATION);
        documents.append(List.of(new Append(
                FRUIT,
                GENERATION,
                new Guard.Any(),
                List.of(new Submission(
                        new OperationId("a", 0), new Author("ann", "c", "n"), WordEngine.update("apple"))))));
        failures.set(2);
        List<Long> delivered = new CopyOnWriteArrayList<>();
        sequencer.follow(FRUIT, GENERATION, 0, new Follower() {
            @Override
            public void commits(List<Commit> commits, Runnable done) {
                commits.forEach(commit -> delivered.add(commit.seq()));
                done.run();
            }

            @Override
            public void overtaken(Page page) {}

            @Override
            public void replaced() {}

            @Override
            public void regressed() {}
        });
        await().until(() -> delivered.contains(1L));
        assertThat(failures.get()).isNegative();
    }

    /** Returns a store whose next reads fail with exceptions and errors that are no storage exceptions. */
    private DocumentStore failing() {
        return (DocumentStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DocumentStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        int left = failures.getAndDecrement();
                        if (left == 2) {
                            throw new CorruptDataException("log-incomplete", "commits are missing");
                        }
                        if (left == 1) {
                            throw new NoClassDefFoundError("a class of the driver");
                        }
                    }
                    try {
                        return method.invoke(documents, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
