package io.collab.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterleavingsConcurrencyTest {
    @Test
    void theSameSeedRepeatsARunSwitchBySwitchAndOthersDiffer() {
        List<String> run = Interleavings.run(17, Threads.class);
        assertThat(Interleavings.run(17, Threads.class)).isEqualTo(run);
        assertThat(List.of(
                        Interleavings.run(18, Threads.class),
                        Interleavings.run(19, Threads.class),
                        Interleavings.run(20, Threads.class)))
                .anySatisfy(other -> assertThat(other).isNotEqualTo(run));
    }

    @Test
    void aFailureInAnyThreadFailsTheRunAndNamesItsSeed() {
        assertThatThrownBy(() -> Interleavings.run(5, Failing.class)).hasMessageContaining("-Dcollab.seed=5");
    }

    @Test
    void threadsThatWaitForEachOtherFailTheRun() {
        assertThatThrownBy(() -> Interleavings.explore(500, Deadlock.class)).hasMessageContaining("deadlock");
    }

    @Test
    void timersRunInTheOrderOfTheirTimes() {
        Interleavings.explore(20, Timers.class);
    }

    static final class Threads implements Scenario {
        @Override
        public void run(Schedule schedule) {
            for (int thread = 0; thread < 3; thread++) {
                schedule.start("thread-" + thread, () -> {
                    for (int i = 0; i < 200; i++) {
                        Schedule.step("step " + i);
                    }
                });
            }
        }
    }

    static final class Failing implements Scenario {
        @Override
        public void run(Schedule schedule) {
            schedule.start("failing", () -> schedule.require(false, "as expected"));
        }
    }

    static final class Deadlock implements Scenario {
        @Override
        public void run(Schedule schedule) {
            Object first = new Object();
            Object second = new Object();
            schedule.start("ab", () -> both(first, second));
            schedule.start("ba", () -> both(second, first));
        }

        private static void both(Object outer, Object inner) {
            Schedule.enter(outer, "outer");
            Schedule.enter(inner, "inner");
            Schedule.exit(inner, "inner");
            Schedule.exit(outer, "outer");
        }
    }

    static final class Timers implements Scenario {
        @Override
        public void run(Schedule schedule) {
            List<Integer> fired = new ArrayList<>();
            schedule.at(Duration.ofSeconds(2), "timer", () -> fired.add(2));
            schedule.at(Duration.ofSeconds(1), "timer", () -> fired.add(1));
            schedule.at(Duration.ofSeconds(5), "timer", () -> fired.add(5));
            schedule.advance(Duration.ofSeconds(3));
            schedule.require(fired.equals(List.of(1, 2)), "fired " + fired);
        }
    }
}
