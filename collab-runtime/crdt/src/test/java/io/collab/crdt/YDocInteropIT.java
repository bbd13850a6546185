package io.collab.crdt;

import io.collab.crdt.update.Updates;
import org.junit.jupiter.api.Test;

/**
 * Pairs of documents, one here and one in a running npm yjs. Both receive the same edits and the same deliveries, and
 * must emit the same updates and encode the same state, byte for byte. A failure prints the seed; -Dcollab.seed=N
 * repeats it.
 */
class YDocInteropIT {

    private static final int RUNS = 20;
    private static final int STEPS = 150;

    @Test
    void everythingIsByteForByteAsInYjs() {
        Long only = Long.getLong("collab.seed");
        long first = only == null ? System.nanoTime() : only;
        try (YjsPeer yjs = new YjsPeer()) {
            for (long seed = first; seed < first + (only == null ? RUNS : 1); seed++) {
                try {
                    run(yjs, seed);
                } catch (Throwable e) {
                    throw new AssertionError("-Dcollab.seed=" + seed, e);
                }
            }
        }
    }

    private void run(YjsPeer yjs, long seed) {
        TwinDocuments twins = new TwinDocuments(yjs, seed);
        twins.type(0);
        for (int at = 0; at < 3; at++) {
            twins.deliverAll(at); // a text without formatting, for which there are fast paths
            twins.type(at);
            twins.compare(at);
        }
        for (int step = 0; step < STEPS; step++) {
            int at = twins.random.nextInt(3);
            twins.step(at);
            if (step % 10 == 0) {
                twins.compare(at);
            }
        }
        twins.merge();
        for (int at = 0; at < 3; at++) {
            twins.deliver(at, Updates.merge(twins.all));
            twins.compare(at);
        }
    }
}
