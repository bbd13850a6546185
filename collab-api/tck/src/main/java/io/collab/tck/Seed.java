package io.collab.tck;

import java.util.Random;

/** The seed of a randomized test: {@code -Dcollab.seed=} sets it, and a failure names it. Thread-safe. */
public final class Seed {
    private static final String PROPERTY = "collab.seed";

    private Seed() {}

    /** A randomized test. */
    @FunctionalInterface
    public interface Trial {
        /**
         * Runs the test once.
         *
         * @param random the only source of randomness that the test may use
         * @throws Exception if the test fails
         */
        void run(Random random) throws Exception;
    }

    /**
     * Runs a trial once.
     *
     * @param trial the randomized test
     * @throws AssertionError that names the seed if the trial throws
     */
    public static void run(Trial trial) {
        String given = System.getProperty(PROPERTY);
        long seed = given == null ? new Random().nextLong() : Long.parseLong(given);
        try {
            trial.run(new Random(seed));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(failure.getMessage() + " [repeat with -D" + PROPERTY + "=" + seed + "]", failure);
        }
    }
}
