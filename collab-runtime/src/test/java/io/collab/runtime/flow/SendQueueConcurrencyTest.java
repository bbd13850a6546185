package io.collab.runtime.flow;

import io.collab.api.CloseCode;
import io.collab.runtime.testing.Interleavings;
import io.collab.runtime.testing.Scenario;
import io.collab.runtime.testing.Schedule;
import org.junit.jupiter.api.Test;

class SendQueueConcurrencyTest {
    @Test
    void everyFrameIsSentOnceInTheOrderOfItsProducerAndNothingIsCountedAfterwards() {
        Interleavings.explore(1_200, AllSent.class);
    }

    @Test
    void aCloseAtAnyMomentEndsTheSendsWithoutAGap() {
        Interleavings.explore(1_200, Closed.class);
    }

    @Test
    void aBrokenSocketIsClosedAndNothingMoreIsSentOverIt() {
        Interleavings.explore(800, Broken.class);
    }

    @Test
    void aCloseAfterAllComesAfterEverythingThatWasSentBefore() {
        Interleavings.explore(800, ClosedAfterAll.class);
    }

    @Test
    void aSlowPeerIsClosedAndWhatWaitsForItIsBounded() {
        Interleavings.explore(800, SlowPeer.class);
    }

    static final class AllSent implements Scenario {
        @Override
        public void run(Schedule schedule) {
            SentFrames frames = new SentFrames(schedule, ConnectionLimits.DEFAULTS);
            frames.producers(3);
            schedule.settle();
            frames.requireOrder();
            frames.requireAllSent();
            frames.requireNothingCounted();
            schedule.require(frames.connection.closes().isEmpty(), "closed with " + frames.connection.closes());
        }
    }

    static final class Closed implements Scenario {
        @Override
        public void run(Schedule schedule) {
            SentFrames frames = new SentFrames(schedule, ConnectionLimits.DEFAULTS);
            frames.producers(2);
            schedule.start(
                    "close",
                    () -> frames.mailbox.execute(
                            () -> frames.queue.closeNow(CloseCode.IDLE_TIMEOUT, "closed by the test")));
            schedule.settle();
            frames.requireOrder();
            schedule.require(!frames.connection.closes().isEmpty(), "not closed");
        }
    }

    static final class Broken implements Scenario {
        @Override
        public void run(Schedule schedule) {
            SentFrames frames = new SentFrames(schedule, ConnectionLimits.DEFAULTS);
            frames.connection.failOneIn(3);
            frames.producers(2);
            schedule.settle();
            frames.requireOrder();
            if (frames.connection.isBroken()) {
                schedule.require(frames.connection.closes().contains(CloseCode.NORMAL), "not closed");
            } else {
                frames.requireAllSent();
            }
        }
    }

    static final class ClosedAfterAll implements Scenario {
        @Override
        public void run(Schedule schedule) {
            SentFrames frames = new SentFrames(schedule, ConnectionLimits.DEFAULTS);
            schedule.start("producer", () -> {
                frames.produce(0);
                frames.queue.closeAfterAll(CloseCode.SERVICE_RESTART, "closed by the test");
            });
            schedule.settle();
            frames.requireOrder();
            frames.requireAllSent();
            schedule.require(
                    frames.connection.closes().contains(CloseCode.SERVICE_RESTART),
                    "closed with " + frames.connection.closes());
        }
    }

    static final class SlowPeer implements Scenario {
        private static final int PRODUCERS = 3;
        private static final int LARGEST_FRAME = 40 + ConnectionLimits.MESSAGE_OVERHEAD;
        private static final int LIMIT = 3 * LARGEST_FRAME;

        @Override
        public void run(Schedule schedule) {
            SentFrames frames = new SentFrames(schedule, ConnectionLimits.DEFAULTS.withSendQueueBytes(LIMIT));
            schedule.invariant(() -> schedule.require(
                    frames.queuedBytes() <= LIMIT + PRODUCERS * LARGEST_FRAME, frames.queuedBytes() + " bytes wait"));
            frames.producers(PRODUCERS);
            schedule.settle();
            frames.requireOrder();
            if (frames.connection.closes().isEmpty()) {
                frames.requireAllSent();
                frames.requireNothingCounted();
            } else {
                schedule.require(
                        frames.connection.closes().get(0) == CloseCode.SLOW_CONSUMER,
                        "closed with " + frames.connection.closes());
            }
        }
    }
}
