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

/** How transactions lie beside one another. */
class DatabaseTest {
    private static final int WRITERS = 4;
    private static final int WRITES = 50;

    /** Half a transaction stayed for good when a process was killed while one thread wrote and another committed. */
    @Test
    void noTransactionWritesOnH2WhileAnotherDoes() throws Exception {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:one-by-one", "", "");
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        AtomicInteger writing = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(WRITERS);
        try (Database database = new Database(pool, pool::dispose, 0)) {
            Future<?>[] all = new Future<?>[WRITERS];
            for (int i = 0; i < WRITERS; i++) {
                all[i] = threads.submit(() -> {
                    start.countDown();
                    start.await();
                    for (int write = 0; write < WRITES; write++) {
                        database.tell("test", connection -> {
                            most.accumulateAndGet(writing.incrementAndGet(), Math::max);
                            Thread.yield();
                            return writing.decrementAndGet();
                        });
                    }
                    return null;
                });
            }
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValue(1);
    }
}
