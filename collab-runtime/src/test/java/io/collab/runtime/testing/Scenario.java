package io.collab.runtime.testing;

/**
 * A concurrent use of classes under test, whose threads {@link Interleavings} interleaves. A scenario needs a constructor without
 * parameters; it is created for each run, in a class loader of its own.
 */
@FunctionalInterface
public interface Scenario {
    /** Runs once. All threads, pools, timers and random numbers come from the schedule. */
    void run(Schedule schedule) throws Exception;
}
