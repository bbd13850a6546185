package io.collab.benchmarks.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What is killed, how often, and under which load.
 *
 * @param target {@code node} or {@code jar}
 * @param store {@code h2} or {@code postgres}
 * @param rounds how often
 * @param writers how many write
 * @param documents in how many documents
 * @param rate tokens per second of each writer
 * @param seed of the moments of death
 * @param killDatabase whether a database of its own is killed too
 * @param folder where data and state are; used again by the next run of the same plan
 * @param launcher makes the target
 */
record CrashPlan(
        String target,
        String store,
        int rounds,
        int writers,
        int documents,
        double rate,
        long seed,
        boolean killDatabase,
        Path folder,
        Launcher launcher) {

    /** Makes the command that starts the target. */
    @FunctionalInterface
    interface Launcher {
        /** A target on this port that keeps its documents there. */
        Launch launch(int port, String storeUrl);
    }

    /**
     * How a target is started.
     *
     * @param command its process
     * @param ready how the line begins with which it says that clients may come
     * @param seconds how long that may take
     * @param address where clients connect
     */
    record Launch(List<String> command, String ready, int seconds, IntFunction<String> address) {}
}
