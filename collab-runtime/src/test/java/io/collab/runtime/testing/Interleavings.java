package io.collab.runtime.testing;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a {@link Scenario} under many interleavings of its threads, each derived from a seed. A failure names its seed;
 * {@code -Dcollab.seed=} repeats that run, switch by switch; {@code -Dcollab.interleavings.seconds=} explores longer.
 *
 * <p>This is a scheduler of our own because the alternative costs more than it brings. Lincheck 3.7 finds the same kind of race,
 * but needs seconds to start and about 20 ms for each run of a scenario of three threads (a suite of these would take minutes),
 * attaches an agent dynamically and uses {@code sun.misc.Unsafe}, which JDK 21 and later warn about, and offers no seed. Here one
 * class loader weaves switch points into the classes under test, and the runs of all scenarios take seconds. Only sequentially
 * consistent executions are explored: a missing {@code volatile} is not found.
 */
public final class Interleavings {
    private static final long BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(1_400);
    private static final int MIN_RUNS = 5;

    private Interleavings() {}

    /**
     * Runs a scenario with fresh seeds, or with the seed of {@code -Dcollab.seed=}. Stops early on a slow machine.
     *
     * @param runs the maximum number of runs
     * @throws AssertionError that names the seed, if a run fails
     */
    public static void explore(int runs, Class<? extends Scenario> scenario) {
        Long only = Long.getLong("collab.seed");
        long first = only == null ? System.nanoTime() : only;
        Long seconds = Long.getLong("collab.interleavings.seconds");
        long budgetNanos = seconds == null ? BUDGET_NANOS : TimeUnit.SECONDS.toNanos(seconds);
        int maxRuns = only != null ? 1 : seconds != null ? Integer.MAX_VALUE : runs;
        long start = System.nanoTime();
        WeavingClassLoader loader = new WeavingClassLoader();
        for (int i = 0; i < maxRuns; i++) {
            if (i == 1) {
                start = System.nanoTime(); // the first run loads the classes
            } else if (i >= MIN_RUNS && System.nanoTime() - start > budgetNanos) {
                return;
            }
            run(first + i, scenario, loader);
        }
    }

    /**
     * Runs a scenario once.
     *
     * @return the switches between its threads, in order
     */
    public static List<String> run(long seed, Class<? extends Scenario> scenario) {
        return run(seed, scenario, new WeavingClassLoader());
    }

    private static List<String> run(long seed, Class<? extends Scenario> scenario, WeavingClassLoader loader) {
        Logger quiet = Logger.getLogger("io.collab.runtime");
        Level before = quiet.getLevel();
        quiet.setLevel(Level.OFF);
        Schedule schedule = new Schedule(seed);
        try {
            schedule.run(loader.scenario(scenario));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(
                    failure.getMessage() + " [again with -Dcollab.seed=" + seed + "]\n" + schedule.lastSwitches(),
                    failure);
        } finally {
            quiet.setLevel(before);
        }
        return schedule.switches();
    }
}
