package io.collab.benchmarks.engine.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/** Measures the CPU time of the working thread, after a warm-up. */
final class Meter {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final double NANOS_PER_MILLI = 1e6;

    private static final double WARM_MILLIS = 3_000;
    private static final double LONGEST_WARM_MILLIS = 20_000;
    private static final double ROUND_MILLIS = 1_000;
    private static final int ROUND_RUNS = 5;
    private static final double STEADY = 0.95;
    private static final double COMPILING = 0.05;
    private static final int STEADY_ROUNDS = 3;
    private static final double MEASURED_MILLIS = 3_000;
    private static final int MIN_SAMPLES = 9;
    private static final int MAX_SAMPLES = 10_000;
    private static final int GC_RUNS = 4;

    /** The last result, stored so that the compiler cannot remove its computation. */
    static volatile Object last = "";

    private Meter() {}

    /**
     * Returns the slowest time of the fastest quarter of many runs, in milliseconds: other work on the machine only
     * adds time.
     *
     * @param prepare creates the input of a run; not measured
     * @param run the measured work; its result is kept in {@link #last}
     */
    static <S> double quartileMillis(Supplier<S> prepare, Function<S, Object> run) {
        warmUp(prepare, run);
        double[] samples = new double[MAX_SAMPLES];
        double measured = 0;
        int count = 0;
        while (count < MIN_SAMPLES || measured < MEASURED_MILLIS && count < MAX_SAMPLES) {
            samples[count] = millis(prepare.get(), run);
            measured += samples[count++];
        }
        Arrays.sort(samples, 0, count);
        return samples[count / 4];
    }

    /** Runs until it gets no faster and the compiler is nearly idle, which needs seconds for a long path. */
    private static <S> void warmUp(Supplier<S> prepare, Function<S, Object> run) {
        double warm = 0;
        double before = Double.MAX_VALUE;
        int steady = 0;
        while (warm < LONGEST_WARM_MILLIS && !(steady >= STEADY_ROUNDS && warm >= WARM_MILLIS)) {
            double compiled = COMPILER.getTotalCompilationTime();
            double round = 0;
            int runs = 0;
            while (runs < ROUND_RUNS || round < ROUND_MILLIS) {
                round += millis(prepare.get(), run);
                runs++;
            }
            compiled = COMPILER.getTotalCompilationTime() - compiled;
            steady = round / runs > STEADY * before && compiled < COMPILING * round ? steady + 1 : 0;
            before = round / runs;
            warm += round;
        }
    }

    /** Returns the CPU time of one run, in milliseconds. */
    static <S> double millis(S state, Function<S, Object> run) {
        long before = THREADS.getCurrentThreadCpuTime();
        last = run.apply(state);
        return (THREADS.getCurrentThreadCpuTime() - before) / NANOS_PER_MILLI;
    }

    /** Returns the used heap after garbage collection, in bytes. */
    static long usedHeap() {
        for (int i = 0; i < GC_RUNS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
