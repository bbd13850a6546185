package io.collab.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends edits at times that are fixed before the first one is sent: every writer at its own random phase. Nothing that
 * the server does delays them. Runs on a thread of its own.
 */
final class Arrivals extends Thread {
    private final LoadClient[] order;
    private final long[] phases;
    private final long periodNanos;
    private final long startNanos;
    private final long endNanos;
    private final Histogram lateness = new Histogram(60_000_000L, 3);

    Arrivals(List<LoadClient> writers, Workload workload, long startNanos, long seed) {
        super("arrivals");
        this.periodNanos = Math.round(1e9 / workload.rate());
        this.startNanos = startNanos;
        this.endNanos =
                startNanos + workload.warmup().toNanos() + workload.measured().toNanos();
        Random random = new Random(seed);
        this.phases = new long[writers.size()];
        Arrays.setAll(phases, i -> (long) (random.nextDouble() * periodNanos));
        Integer[] byPhase = new Integer[phases.length];
        Arrays.setAll(byPhase, i -> i);
        Arrays.sort(byPhase, (a, b) -> Long.compare(phases[a], phases[b]));
        this.order = Arrays.stream(byPhase).map(writers::get).toArray(LoadClient[]::new);
        Arrays.sort(phases);
        setDaemon(true);
    }

    /** The delay of sent edits, in microseconds: the tool's own error, which is part of every latency. */
    Histogram lateness() {
        return lateness;
    }

    @Override
    public void run() {
        for (long period = 0; ; period++) {
            for (int i = 0; i < order.length; i++) {
                long due = startNanos + period * periodNanos + phases[i];
                if (due >= endNanos) {
                    return;
                }
                await(due);
                order[i].type(due);
                lateness.recordValue(Math.min(60_000_000L, (System.nanoTime() - due) / 1_000));
            }
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
