package io.collab.tck;

import java.util.Random;

/** The seed of a test that draws lots: {@code -Dcollab.seed=} sets it, and a failure names it. */
public final class Seed {
    private static final String PROPERTY = "collab.seed";

    private Seed() {}

    /** A test that draws lots. */
    @FunctionalInterface
    public interface Trial {
        /** Runs with the one source of chance it may use. */
        void run(Random random) throws Exception;
    }

    /**
     * Runs a trial once.
     *
     * @throws AssertionError that names the seed when the trial throws anything
     */
    public static void run(Trial trial) {
        String given = System.getProperty(PROPERTY);
        long seed = given == null ? new Random().nextLong() : Long.parseLong(given);
        try {
            trial.run(new Random(seed));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(failure.getMessage() + " [again with -D" + PROPERTY + "=" + seed + "]", failure);
        }
    }
}
