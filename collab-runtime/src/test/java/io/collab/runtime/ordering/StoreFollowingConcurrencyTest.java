package io.collab.runtime.ordering;

import io.collab.runtime.testing.Interleavings;
import io.collab.runtime.testing.Scenario;
import io.collab.runtime.testing.Schedule;
import org.junit.jupiter.api.Test;

class StoreFollowingConcurrencyTest {
    @Test
    void eachCommitIsDeliveredOnceInOrderOverALossyBusAndAFailingStore() {
        Interleavings.explore(600, Unreliable.class);
    }

    @Test
    void aFollowerIsOvertakenByACompactionOrMissesNoCommit() {
        Interleavings.explore(600, Compaction.class);
    }

    @Test
    void aFollowerIsReplacedOnlyIfItsOwnGenerationWasDeleted() {
        Interleavings.explore(800, Recreation.class);
    }

    @Test
    void aFollowingThatBeginsWhileTheLastOneOfItsDocumentEndsIsNotLost() {
        Interleavings.explore(1_500, Handover.class);
    }

    @Test
    void nothingIsDeliveredAfterCloseHasReturned() {
        Interleavings.explore(1_000, Closing.class);
    }

    @Test
    void aClosedSequencerKeepsNoFollowing() {
        Interleavings.explore(1_000, ClosedSequencer.class);
    }

    static final class Unreliable implements Scenario {
        @Override
        public void run(Schedule schedule) {
            FollowedDocument document = new FollowedDocument(schedule);
            document.store.failOneIn(6);
            document.writers(0, 0, 1);
            document.followers(2);
            schedule.start("network", () -> document.bus.interrupt(() -> document.pause(200)));
            document.requireAllDelivered();
        }
    }

    static final class Compaction implements Scenario {
        @Override
        public void run(Schedule schedule) {
            FollowedDocument document = new FollowedDocument(schedule);
            document.store.failOneIn(12);
            document.writers(0, 1);
            document.followers(2);
            schedule.start("compaction", () -> {
                for (int i = 0; i < 3; i++) {
                    document.pause(150);
                    document.compact();
                }
            });
            document.requireAllDelivered();
        }
    }

    static final class Recreation implements Scenario {
        @Override
        public void run(Schedule schedule) {
            FollowedDocument document = new FollowedDocument(schedule);
            document.writers(0);
            document.followers(2);
            schedule.start("recreation", () -> {
                for (int i = 0; i < 2; i++) {
                    document.pause(100);
                    document.recreate();
                    document.follow(document.nodes[0], true);
                }
            });
            document.requireAllDelivered();
        }
    }

    static final class Handover implements Scenario {
        @Override
        public void run(Schedule schedule) {
            FollowedDocument document = new FollowedDocument(schedule);
            schedule.start("old follower", document.followUntil(document.nodes[0]));
            schedule.start("new follower", () -> document.follow(document.nodes[0], true));
            document.requireAllDelivered();
            document.requireOwnCommitIsDelivered(document.nodes[0]);
        }
    }

    static final class Closing implements Scenario {
        @Override
        public void run(Schedule schedule) {
            FollowedDocument document = new FollowedDocument(schedule);
            document.writers(0, 1);
            for (int i = 0; i < 2; i++) {
                schedule.start("closing follower", () -> {
                    Runnable close = document.followUntil(document.nodes[0]);
                    document.pause(150);
                    close.run();
                });
            }
            schedule.start("end of the log", () -> {
                document.pause(100);
                document.compact();
            });
            document.requireAllDelivered();
        }
    }

    static final class ClosedSequencer implements Scenario {
        @Override
        public void run(Schedule schedule) {
            FollowedDocument document = new FollowedDocument(schedule);
            document.writers(1);
            document.follow(document.nodes[0], true);
            schedule.start("close", document.nodes[0]::close);
            schedule.start("late follower", () -> {
                try {
                    document.pause(10);
                    document.follow(document.nodes[0], true);
                } catch (IllegalStateException closed) {
                    Schedule.step("refused");
                }
            });
            document.requireNothingKept(document.nodes[0]);
        }
    }
}
