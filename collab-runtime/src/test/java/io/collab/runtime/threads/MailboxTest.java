package io.collab.runtime.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void messagesRunOneAtATimeInTheOrderOfEachSender() throws InterruptedException {
        Mailbox mailbox = new Mailbox(pool, System::nanoTime, failures::add);
        List<Integer> taken = new ArrayList<>(); // not thread-safe on purpose
        CountDownLatch posted = new CountDownLatch(4);
        for (int sender = 0; sender < 4; sender++) {
            int base = sender * 10_000;
            Executors.defaultThreadFactory()
                    .newThread(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            int message = base + i;
                            mailbox.execute(() -> taken.add(message));
                        }
                        posted.countDown();
                    })
                    .start();
        }
        posted.await();
        CountDownLatch end = new CountDownLatch(1);
        mailbox.execute(end::countDown);
        end.await();
        assertThat(taken).hasSize(40_000);
        for (int sender = 0; sender < 4; sender++) {
            int base = sender * 10_000;
            assertThat(taken.stream().filter(message -> message / 10_000 == base / 10_000))
                    .isSorted();
        }
    }

    @Test
    void aMessageThatFailsIsReportedAndTheNextOneRuns() {
        Mailbox mailbox = new Mailbox(pool, System::nanoTime, failures::add);
        List<String> taken = new CopyOnWriteArrayList<>();
        mailbox.execute(() -> {
            throw new IllegalStateException("broken");
        });
        mailbox.execute(() -> taken.add("next"));
        await().until(() -> taken.contains("next"));
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBusyMailboxDoesNotDelayOthers() {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            Mailbox busy = new Mailbox(single, System::nanoTime, failures::add);
            Mailbox other = new Mailbox(single, System::nanoTime, failures::add);
            List<String> order = new CopyOnWriteArrayList<>();
            CountDownLatch start = new CountDownLatch(1);
            single.execute(() -> {
                try {
                    start.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
            for (int i = 0; i < 200; i++) {
                busy.execute(() -> order.add("busy"));
            }
            other.execute(() -> order.add("other"));
            start.countDown();
            await().until(() -> order.size() == 201);
            assertThat(order.indexOf("other")).isEqualTo(64);
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    void anOwnerThatPostsWhileItHandlesARejectionIsCalledOnce() {
        ExecutorService shutDown = Executors.newSingleThreadExecutor();
        shutDown.shutdown();
        Mailbox[] mailbox = new Mailbox[1];
        mailbox[0] = new Mailbox(shutDown, System::nanoTime, failure -> {
            failures.add(failure);
            mailbox[0].execute(() -> {});
        });
        mailbox[0].execute(() -> {});
        assertThat(failures).hasSize(1);
    }

    @Test
    void aHandlerThatFailsStopsNoLaterMessage() {
        Mailbox mailbox = new Mailbox(pool, System::nanoTime, failure -> {
            throw new IllegalStateException("not handled", failure);
        });
        List<String> done = new CopyOnWriteArrayList<>();
        mailbox.execute(() -> {
            throw new NoClassDefFoundError("a class");
        });
        mailbox.execute(() -> done.add("next"));
        await().until(() -> done.contains("next"));
    }

    @Test
    void aPoolThatRejectsIsReportedAsAFailure() {
        ExecutorService gone = Executors.newSingleThreadExecutor();
        gone.shutdown();
        Mailbox mailbox = new Mailbox(gone, System::nanoTime, failures::add);
        mailbox.execute(() -> {});
        assertThat(failures).singleElement().isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aThreadThatCannotBeCreatedOnceDoesNotStopTheMailbox() {
        AtomicBoolean exhausted = new AtomicBoolean(true);
        Executor scarce = task -> {
            if (exhausted.get()) {
                throw new InternalError("no thread can be created");
            }
            pool.execute(task);
        };
        Mailbox mailbox = new Mailbox(scarce, System::nanoTime, failures::add);
        List<String> taken = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> mailbox.execute(() -> taken.add("first"))).isInstanceOf(InternalError.class);
        exhausted.set(false);
        mailbox.execute(() -> taken.add("second"));
        await().until(() -> taken.equals(List.of("first", "second")));
    }
}
