package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Author;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private final GroupCommitter committer = new GroupCommitter(log, 1, 100, 1 << 20, Thread::new);
    private final Map<String, AppendResult> answers = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        committer.close();
    }

    @Test
    void what_comes_while_a_commit_is_under_way_goes_into_the_next_one_together() {
        log.permits.drainPermits();
        submit("first");
        await().until(() -> log.waiting.get() == 1);
        for (int i = 0; i < 50; i++) {
            submit("d" + i);
        }
        log.permits.release(1_000);
        await().until(() -> answers.size() == 51);
        assertThat(log.sizes).containsExactly(1, 50);
    }

    @Test
    void an_unknown_outcome_is_asked_again_with_the_same_operations() {
        AtomicInteger failures = new AtomicInteger(2);
        log.fails = append -> failures.getAndDecrement() > 0;
        submit("fruit");
        await().until(() -> answers.containsKey("fruit"));
        assertThat(log.operations).hasSize(1);
    }

    @Test
    void a_refused_append_holds_up_nobody_else_for_long() {
        log.fails = append -> append.document().name().equals("bad");
        submit("bad");
        for (int i = 0; i < 20; i++) {
            submit("good" + i);
        }
        await().until(() -> answers.size() == 20);
        submit("later");
        await().until(() -> answers.containsKey("later"));
        log.fails = append -> false;
        await().until(() -> answers.containsKey("bad"));
    }

    @Test
    void when_the_store_is_down_it_is_asked_a_little_at_a_time_and_everything_comes_through_when_it_is_back() {
        log.fails = append -> true;
        for (int i = 0; i < 80; i++) {
            submit("d" + i);
        }
        await().until(() -> log.calls.get() >= 8);
        assertThat(answers).isEmpty();
        log.fails = append -> false;
        await().until(() -> answers.size() == 80);
        assertThat(log.operations).hasSize(80);
    }

    @Test
    void what_nobody_wants_any_more_is_not_asked_again() {
        log.fails = append -> true;
        GroupCommitter.Ticket ticket = submit("fruit");
        await().until(() -> log.calls.get() >= 2);
        ticket.abandon();
        log.fails = append -> false;
        submit("stone");
        await().until(() -> answers.containsKey("stone"));
        int calls = log.calls.get();
        submit("wood");
        await().until(() -> answers.containsKey("wood"));
        assertThat(answers).doesNotContainKey("fruit");
        assertThat(log.calls.get()).isEqualTo(calls + 1);
    }

    private GroupCommitter.Ticket submit(String name) {
        Submission submission =
                new Submission(new OperationId(name, 0), new Author("ann", "c", "n"), WordEngine.update("w"));
        Append append =
                new Append(DocumentId.of(name), new Generation(new UUID(0, 1)), new Guard.Any(), List.of(submission));
        GroupCommitter.Ticket ticket = new GroupCommitter.Ticket(append, appended -> answers.put(name, appended));
        committer.submit(ticket);
        return ticket;
    }

    private static final class Log implements Sequencer {
        final Semaphore permits = new Semaphore(1_000_000);
        final AtomicInteger waiting = new AtomicInteger();
        final AtomicInteger calls = new AtomicInteger();
        final List<Integer> sizes = new CopyOnWriteArrayList<>();
        final Map<OperationId, Boolean> operations = new ConcurrentHashMap<>();
        volatile Predicate<Append> fails = append -> false;

        @Override
        public List<AppendResult> commit(List<Append> appends) {
            waiting.incrementAndGet();
            permits.acquireUninterruptibly();
            calls.incrementAndGet();
            appends.forEach(append -> operations.put(append.submissions().get(0).operation(), true));
            if (appends.stream().anyMatch(fails)) {
                throw new StorageException("down", "does not answer");
            }
            sizes.add(appends.size());
            return appends.stream()
                    .map(append -> (AppendResult) new AppendResult.Committed(List.of(new Receipt(1, Instant.EPOCH, true))))
                    .toList();
        }

        @Override
        public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
            throw new UnsupportedOperationException("nobody follows here");
        }

        @Override
        public void close() {
            permits.release(1_000_000);
        }
    }
}
