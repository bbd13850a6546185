package io.collab.crdt;

import java.util.function.LongConsumer;

/** Runs a property for new seeds, or for the one of -Dcollab.seed=N; a failure contains the seed. */
public final class Seeds {

    private Seeds() {}

    public static void run(int runs, LongConsumer property) {
        Long only = Long.getLong("collab.seed");
        long first = only == null ? System.nanoTime() : only;
        for (long seed = first; seed < first + (only == null ? runs : 1); seed++) {
            try {
                property.accept(seed);
            } catch (Throwable e) {
                throw new AssertionError("-Dcollab.seed=" + seed, e);
            }
        }
    }
}
