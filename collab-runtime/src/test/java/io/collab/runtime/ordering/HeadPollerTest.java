package io.collab.runtime.ordering;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Commit;
import io.collab.api.Generation;
import io.collab.runtime.session.SessionResources;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.storage.Page;
import io.collab.tck.fault.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The poller of a sequencer with the default intervals: 5 s, and 0.3 s while the bus is interrupted. */
class HeadPollerTest {
    private static final Duration UNTIL_POLL = Duration.ofMillis(5_100);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final List<Long> delivered = new ArrayList<>();
    private Following following;

    @BeforeEach
    void follow() {
        node.store.open(FRUIT, "words", 1, new Generation(UUID.randomUUID()));
        following = node.sequencer.follow(FRUIT, node.head().generation(), 0, new Follower() {
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
        node.reads.runAll();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aCommitWhoseBusMessageWasLostIsFoundByAPoll() {
        node.appendElsewhere(WordEngine.update("apple"));
        node.timer.advance(Duration.ofMillis(4_900));
        assertThat(node.reads.size()).isZero();
        node.timer.advance(Duration.ofMillis(200));
        node.reads.runAll();
        assertThat(delivered).containsExactly(1L);
    }

    @Test
    void pollsHaveTheConfiguredInterval() {
        for (int poll = 0; poll < 3; poll++) {
            node.timer.advance(Duration.ofSeconds(5));
            assertThat(node.reads.size()).isZero();
            node.timer.advance(Duration.ofMillis(100));
            assertThat(node.reads.size()).isEqualTo(1);
            node.reads.runAll();
        }
    }

    @Test
    void headsArePolledMoreOftenWhileTheBusIsInterrupted() {
        node.bus.interrupt();
        for (int poll = 0; poll < 3; poll++) {
            node.timer.advance(SHORT);
            assertThat(node.reads.size()).isEqualTo(1);
            node.reads.runAll();
        }
        node.bus.resume();
        node.reads.runAll();
        node.timer.advance(SHORT);
        assertThat(node.reads.size()).isZero();
    }

    @Test
    void thereIsOnePollAtATime() {
        node.timer.advance(UNTIL_POLL);
        node.timer.advance(UNTIL_POLL);
        assertThat(node.reads.size()).isEqualTo(1);
        node.reads.runAll();
        node.timer.advance(UNTIL_POLL);
        assertThat(node.reads.size()).isEqualTo(1);
    }

    @Test
    void aPollThatFailsIsFollowedByTheNextOne() {
        node.appendElsewhere(WordEngine.update("apple"));
        node.timer.advance(UNTIL_POLL);
        node.store.next(StoreFault.FAIL_BEFORE);
        node.reads.runAll();
        assertThat(delivered).isEmpty();
        node.timer.advance(UNTIL_POLL);
        node.reads.runAll();
        assertThat(delivered).containsExactly(1L);
    }

    @Test
    void aPollThatFailsWithAnErrorIsFollowedByTheNextOne() {
        node.appendElsewhere(WordEngine.update("apple"));
        node.failNextRead(new AssertionError("defect"));
        node.timer.advance(UNTIL_POLL);
        node.reads.runAll();
        assertThat(delivered).isEmpty();
        node.timer.advance(UNTIL_POLL);
        node.reads.runAll();
        assertThat(delivered).containsExactly(1L);
    }

    @Test
    void nothingIsReadWhileNoDocumentIsFollowed() {
        following.close();
        node.timer.advance(Duration.ofSeconds(20));
        assertThat(node.reads.size()).isZero();
    }

    @Test
    void theTimerEndsWithTheSequencer() {
        node.sequencer.close();
        node.timer.advance(SHORT);
        assertThat(node.timer.size()).isZero();
    }
}
