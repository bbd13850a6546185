package io.collab.runtime.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Author;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Guard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AppendRetryTest {
    private static final long MILLI = 1_000_000;

    private final AtomicLong nanos = new AtomicLong(-5 * MILLI);
    private final Set<String> refused = new HashSet<>();
    private final List<String> commits = new ArrayList<>();
    private final Map<String, PendingAppend> appends = new HashMap<>();
    private final AppendRetry retry = new AppendRetry(new BatchCommit(new Log(), CommitLimits.DEFAULTS), nanos::get);

    @Test
    void theFirstRetryIsDueAfterFiftyMilliseconds() {
        assertThat(retry.isEmpty()).isTrue();
        add("a");
        assertThat(retry.isEmpty()).isFalse();
        assertThat(retry.nanosUntilDue()).isEqualTo(50 * MILLI);
        nanos.addAndGet(50 * MILLI);
        assertThat(retry.nanosUntilDue()).isZero();
    }

    @Test
    void oneAppendIsRetriedAloneAndAfterItsSuccessAllOthersTogether() {
        add("a", "b", "c");
        retry.retry();
        assertThat(commits).containsExactly("a", "b c");
        assertThat(retry.isEmpty()).isTrue();
    }

    @Test
    void aRefusedAppendStopsNoOther() {
        refused.add("bad");
        add("bad", "a", "b", "c");
        retry.retry();
        assertThat(commits).containsExactly("bad", "a", "b c bad", "b", "c");
        assertThat(retry.isEmpty()).isFalse();
        refused.clear();
        retry.retry();
        assertThat(commits).endsWith("bad");
        assertThat(retry.isEmpty()).isTrue();
    }

    @Test
    void threeFailuresInARowEndTheTurnAndTheNextTurnBeginsWithOtherAppends() {
        refused.addAll(Set.of("a", "b", "c", "d", "e"));
        add("a", "b", "c", "d", "e");
        retry.retry();
        assertThat(commits).containsExactly("a", "b", "c");
        retry.retry();
        assertThat(commits).containsExactly("a", "b", "c", "d", "e", "a");
    }

    @Test
    void thePauseDoublesUpToOneSecondAndIsResetByASuccess() {
        refused.add("a");
        add("a");
        for (long expected : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
            retry.retry();
            assertThat(retry.nanosUntilDue()).isEqualTo(expected * MILLI);
        }
        refused.clear();
        retry.retry();
        add("b");
        assertThat(retry.nanosUntilDue()).isEqualTo(50 * MILLI);
    }

    @Test
    void theStoreSeemsDownWhenThreeAppendsHaveFailedAlone() {
        refused.addAll(Set.of("a", "b", "c"));
        add("a", "b", "c");
        assertThat(retry.storeIsDown()).isFalse();
        retry.retry();
        assertThat(retry.storeIsDown()).isTrue();
        refused.clear();
        retry.retry();
        assertThat(retry.storeIsDown()).isFalse();
    }

    @Test
    void oneAppendThatFailsDoesNotMeanThatTheStoreIsDown() {
        refused.add("a");
        add("a");
        retry.retry();
        retry.retry();
        assertThat(retry.storeIsDown()).isFalse();
    }

    @Test
    void appendsThatArriveWhileTheStoreIsDownDoNotPostponeTheRetry() {
        refused.addAll(Set.of("a", "b", "c"));
        add("a", "b", "c");
        retry.retry();
        nanos.addAndGet(60 * MILLI);
        add("d");
        assertThat(retry.nanosUntilDue()).isEqualTo(40 * MILLI);
        refused.clear();
        retry.retry();
        assertThat(commits).endsWith("a", "b c d");
    }

    @Test
    void anAbandonedAppendIsNotRetried() {
        add("a", "b");
        appends.get("a").abandon();
        retry.retry();
        assertThat(commits).containsExactly("b");
        assertThat(retry.isEmpty()).isTrue();
    }

    @Test
    void clearingDiscardsEverything() {
        refused.add("a");
        add("a");
        retry.retry();
        retry.clear();
        assertThat(retry.isEmpty()).isTrue();
        add("b");
        assertThat(retry.nanosUntilDue()).isEqualTo(50 * MILLI);
    }

    private void add(String... names) {
        retry.add(Arrays.stream(names)
                .map(name -> appends.computeIfAbsent(name, AppendRetryTest::append))
                .toList());
    }

    private final class Log implements Sequencer {
        @Override
        public List<AppendResult> commit(List<Append> pending) {
            List<String> names =
                    pending.stream().map(append -> append.document().name()).toList();
            commits.add(String.join(" ", names));
            if (names.stream().anyMatch(refused::contains)) {
                throw new StorageException("refused", "a record is refused");
            }
            return pending.stream()
                    .map(append -> (AppendResult) new AppendResult.Committed(List.of()))
                    .toList();
        }

        @Override
        public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
            throw new UnsupportedOperationException("no test follows a document here");
        }

        @Override
        public void close() {}
    }

    private static PendingAppend append(String name) {
        Submission submission =
                new Submission(new OperationId(name, 0), new Author("ann", "c", "n"), WordEngine.update("w"));
        return new PendingAppend(
                new Append(DocumentId.of(name), new Generation(new UUID(0, 1)), new Guard.Any(), List.of(submission)),
                result -> {});
    }
}
