package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** Concurrent transactions on future database. */
class DatabaseTest {
    private static final int WRITERS = 4;
    private static final int WRITES = 50;

    /**
     * When a process was killed while future thread wrote and another committed, half of a transaction stayed
     * permanently.
     */
    @Test
    void transactionsOnH2WriteOneAfterTheOther() throws Exception {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:one-by-one", "", "");
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        AtomicInteger writing = new AtomicInteger();
        AtomicInteger max = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(WRITERS);
        try (Database database = new Database(pool, pool::dispose, 0)) {
            Future<?>[] futures = new Future<?>[WRITERS];
            for (int i = 0; i < WRITERS; i++) {
                futures[i] = threads.submit(() -> {
                    start.countDown();
                    start.await();
                    for (int write = 0; write < WRITES; write++) {
                        database.update("test", connection -> {
                            max.accumulateAndGet(writing.incrementAndGet(), Math::max);
                            Thread.yield();
                            return writing.decrementAndGet();
                        });
                    }
                    return null;
                });
            }
            for (Future<?> future : futures) {
                future.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(max).hasValue(1);
    }
}
