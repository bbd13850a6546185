package io.collab.benchmarks.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The plan of a crash test: the target, the number of kills, and the load.
 *
 * @param target {@code node} or {@code jar}
 * @param store {@code h2} or {@code postgres}
 * @param rounds the number of kills
 * @param writers the number of writers
 * @param documents the number of documents
 * @param rate tokens per second of each writer
 * @param seed of the random times of the kills
 * @param killDatabase whether a separate database is killed as well
 * @param folder the folder of data and state; the next run of the same plan uses it again
 * @param launcher creates the command that starts the target
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

    /** Creates the command that starts the target. */
    @FunctionalInterface
    interface Launcher {
        /** Returns the command for a target on a port, with its documents in a folder. */
        Launch launch(int port, String storeUrl);
    }

    /**
     * The command of a target.
     *
     * @param command the command line of its process
     * @param ready the prefix of the output line that reports readiness
     * @param seconds the deadline for that line
     * @param address the URL for clients
     */
    record Launch(List<String> command, String ready, int seconds, IntFunction<String> address) {}
}
