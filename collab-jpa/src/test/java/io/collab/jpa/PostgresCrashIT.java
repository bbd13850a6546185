package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import io.collab.tck.ConcurrentCalls;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * All server processes of PostgreSQL are killed twice while threads append, and recover from the log on disk. Every
 * acknowledged commit is in the log, and every commit is there once.
 */
class PostgresCrashIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WRITERS = 3;
    private static final int DOCUMENTS = 5;

    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicInteger acknowledged = new AtomicInteger();

    @Test
    void aKilledServerNeitherLosesNorRepeatsACommit() {
        try (DocumentStore store = new JpaStoreProvider().create(SettingsOf.url(RunningPostgres.url()))) {
            List<Head> heads = new ArrayList<>();
            for (int i = 0; i < DOCUMENTS; i++) {
                heads.add(store.open(new DocumentId("crash", "d" + i), "tck", 1, new Generation(UUID.randomUUID())));
            }
            CountDownLatch ended = new CountDownLatch(WRITERS);
            List<Callable<Map<DocumentId, Map<OperationId, Long>>>> tasks = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                String name = "writer-" + w;
                tasks.add(() -> {
                    try {
                        return write(store, heads, name);
                    } finally {
                        ended.countDown();
                    }
                });
            }
            tasks.add(() -> {
                killTwice(ended);
                return Map.of();
            });

            Map<DocumentId, Map<OperationId, Long>> receipts = new HashMap<>();
            for (Map<DocumentId, Map<OperationId, Long>> part : ConcurrentCalls.run(PATIENCE, tasks)) {
                part.forEach((document, some) -> receipts.computeIfAbsent(document, absent -> new HashMap<>())
                        .putAll(some));
            }
            for (Head head : heads) {
                assertThat(log(store, head)).isEqualTo(receipts.get(head.document()));
            }
        }
    }

    /** Appends until {@code running} is false; every batch is retried until it has a result. */
    private Map<DocumentId, Map<OperationId, Long>> write(DocumentStore store, List<Head> heads, String name) {
        Map<DocumentId, Map<OperationId, Long>> receipts = new HashMap<>();
        for (long round = 0; running.get(); round++) {
            List<Append> batch = new ArrayList<>();
            for (Head head : heads) {
                batch.add(new Append(
                        head.document(),
                        head.generation(),
                        new Guard.Any(),
                        List.of(change(name, 2 * round), change(name, 2 * round + 1))));
            }
            List<AppendResult> results = appendUntilAcknowledged(store, batch);
            for (int i = 0; i < batch.size(); i++) {
                List<Receipt> some = ((AppendResult.Committed) results.get(i)).receipts();
                Map<OperationId, Long> own =
                        receipts.computeIfAbsent(batch.get(i).document(), absent -> new HashMap<>());
                own.put(new OperationId(name, 2 * round), some.get(0).seq());
                own.put(new OperationId(name, 2 * round + 1), some.get(1).seq());
            }
            acknowledged.incrementAndGet();
        }
        return receipts;
    }

    private static List<AppendResult> appendUntilAcknowledged(DocumentStore store, List<Append> batch) {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(StorageException.class)
                .until(() -> store.append(batch), results -> true);
    }

    private void killTwice(CountDownLatch ended) throws SQLException, InterruptedException {
        for (int times = 0; times < 2; times++) {
            awaitAcknowledged(acknowledged.get() + 30);
            kill();
            awaitAcknowledged(acknowledged.get() + 30);
        }
        running.set(false);
        ended.await();
    }

    private void awaitAcknowledged(int count) {
        await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> acknowledged.get() >= count);
    }

    /**
     * Kills every process of the server except the postmaster, which then loses its shared memory and restarts them.
     */
    private static void kill() throws SQLException {
        try (Connection connection = RunningPostgres.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            ProcessHandle postmaster =
                    ProcessHandle.of(row.getLong(1)).orElseThrow().parent().orElseThrow();
            postmaster.children().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static Map<OperationId, Long> log(DocumentStore store, Head head) {
        Map<OperationId, Long> log = new HashMap<>();
        long last = 0;
        while (true) {
            List<Commit> commits = store.read(head.document(), head.generation(), last, 1 << 20)
                    .commits();
            if (commits.isEmpty()) {
                return log;
            }
            for (Commit commit : commits) {
                assertThat(commit.seq()).isEqualTo(++last);
                assertThat(log.put(commit.submission().operation(), commit.seq()))
                        .isNull();
            }
        }
    }

    private static Submission change(String source, long counter) {
        return new Submission(
                new OperationId(source, counter), new Author("p", "c", "n"), Update.of(new byte[] {1, 2, 3}));
    }
}
