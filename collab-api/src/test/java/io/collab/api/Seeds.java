package io.collab.api;

import java.util.Random;

/** Runs a property with random seeds, or with the one of {@code -Dcollab.seed}; a failure names the seed. */
final class Seeds {
    private static final int TRIALS = 50;

    private Seeds() {}

    interface Property {
        void check(Random random);
    }

    static void forAll(Property property) {
        Long given = Long.getLong("collab.seed");
        Random seeds = new Random();
        for (int trial = 0; trial < (given == null ? TRIALS : 1); trial++) {
            long seed = given == null ? seeds.nextLong() : given;
            try {
                property.check(new Random(seed));
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("repeat with -Dcollab.seed=" + seed, failure);
            }
        }
    }
}
