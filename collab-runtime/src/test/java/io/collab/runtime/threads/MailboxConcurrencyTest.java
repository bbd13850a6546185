package io.collab.runtime.threads;

import io.collab.runtime.testing.Interleavings;
import io.collab.runtime.testing.Scenario;
import io.collab.runtime.testing.Schedule;
import io.collab.runtime.testing.ScheduledPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class MailboxConcurrencyTest {
    @Test
    void everyMessageRunsOnceInTheOrderOfItsSenderAndAloneWhateverTheInterleaving() {
        Interleavings.explore(1_500, Senders.class);
    }

    @Test
    void aMessageThatFailsIsReportedAndStopsNoOtherMessage() {
        Interleavings.explore(1_000, Failures.class);
    }

    @Test
    void anErrorOfAnyClassIsReportedAndStopsNoOtherMessage() {
        Interleavings.explore(300, Errors.class);
    }

    @Test
    void aPoolThatRejectsIsReportedAndLosesNoMessageOnceItAcceptsAgain() {
        Interleavings.explore(1_000, Rejections.class);
    }

    @Test
    void aMailboxWaitsForAtMostOneTurnOfEachOtherMailbox() {
        Interleavings.explore(300, Fairness.class);
    }

    /** A mailbox whose messages note their number, and its senders. */
    private static final class Sent {
        final Schedule schedule;
        final Mailbox mailbox;
        /** The time between two readings of the clock. */
        final long turnNanos;

        final List<Throwable> failures = new ArrayList<>();
        final List<Integer> ran = new ArrayList<>();
        int posted;
        private int inside;

        Sent(Schedule schedule, ScheduledPool pool) {
            this.schedule = schedule;
            this.turnNanos = schedule.oneIn(2) ? 0 : 2_000_000;
            long[] clock = {0};
            this.mailbox = new Mailbox(pool, () -> clock[0] += turnNanos, failures::add);
        }

        void senders(int count, int messages) {
            for (int sender = 0; sender < count; sender++) {
                int base = sender * 1_000;
                schedule.start("sender-" + sender, () -> {
                    for (int i = 0; i < messages; i++) {
                        post(base + i, () -> {});
                    }
                });
            }
        }

        void post(int number, Runnable body) {
            posted++;
            mailbox.execute(() -> {
                schedule.require(inside++ == 0, "two messages run at a time");
                Schedule.step("message " + number);
                ran.add(number);
                inside--;
                body.run();
            });
        }

        void requireAllRanInOrder() {
            schedule.require(ran.size() == posted, "posted " + posted + ", ran " + ran);
            int[] last = new int[10];
            Arrays.fill(last, -1);
            for (int number : ran) {
                schedule.require(number % 1_000 == last[number / 1_000] + 1, "out of order: " + ran);
                last[number / 1_000] = number % 1_000;
            }
        }
    }

    static final class Senders implements Scenario {
        @Override
        public void run(Schedule schedule) {
            Sent sent = new Sent(schedule, new ScheduledPool(schedule, "pool", 3));
            sent.senders(2 + schedule.random().nextInt(2), 1 + schedule.random().nextInt(6));
            sent.post(5_000, () -> sent.post(6_000, () -> sent.post(6_001, () -> {})));
            schedule.settle();
            sent.requireAllRanInOrder();
            schedule.require(sent.failures.isEmpty(), "reported " + sent.failures);
        }
    }

    static final class Failures implements Scenario {
        @Override
        public void run(Schedule schedule) {
            Sent sent = new Sent(schedule, new ScheduledPool(schedule, "pool", 2));
            sent.senders(2, 2);
            sent.post(5_000, () -> {
                throw new IllegalStateException("broken");
            });
            sent.post(5_001, () -> {
                throw new StackOverflowError();
            });
            sent.post(5_002, () -> {});
            schedule.settle();
            sent.requireAllRanInOrder();
            schedule.require(sent.failures.size() == 2, "reported " + sent.failures);
        }
    }

    static final class Errors implements Scenario {
        @Override
        public void run(Schedule schedule) {
            Sent sent = new Sent(schedule, new ScheduledPool(schedule, "pool", 2));
            sent.senders(2, 2);
            sent.post(5_000, () -> {
                throw new NoClassDefFoundError("undeployed");
            });
            sent.post(5_001, () -> {});
            schedule.settle();
            sent.requireAllRanInOrder();
            schedule.require(sent.failures.size() == 1, "reported " + sent.failures);
        }
    }

    static final class Rejections implements Scenario {
        @Override
        public void run(Schedule schedule) {
            ScheduledPool pool = new ScheduledPool(schedule, "pool", 2);
            Sent sent = new Sent(schedule, pool);
            pool.rejectOneIn(2);
            sent.senders(2, 3);
            schedule.settle();
            pool.rejectOneIn(0);
            sent.post(5_000, () -> {});
            schedule.settle();
            sent.requireAllRanInOrder();
            schedule.require(sent.failures.size() == pool.rejections(), "reported " + sent.failures);
            schedule.require(
                    sent.failures.stream().allMatch(RejectedExecutionException.class::isInstance),
                    "reported " + sent.failures);
        }
    }

    static final class Fairness implements Scenario {
        private static final int TURN_MESSAGES = 64;
        private static final int SLOW_TURN_MESSAGES = 3;

        @Override
        public void run(Schedule schedule) {
            ScheduledPool pool = new ScheduledPool(schedule, "pool", 1);
            Sent busy = new Sent(schedule, pool);
            int limit = busy.turnNanos == 0 ? TURN_MESSAGES : SLOW_TURN_MESSAGES;
            busy.senders(2, 80);
            schedule.start("other", () -> {
                for (int i = 0; i < 5; i++) {
                    Sent other = new Sent(schedule, pool);
                    int[] ranBusy = {0};
                    other.mailbox.execute(() -> ranBusy[0] = busy.ran.size());
                    int posted = busy.ran.size();
                    other.mailbox.execute(() -> schedule.require(
                            ranBusy[0] - posted <= limit, "waited for " + (ranBusy[0] - posted) + " messages"));
                }
            });
            schedule.settle();
            busy.requireAllRanInOrder();
        }
    }
}
