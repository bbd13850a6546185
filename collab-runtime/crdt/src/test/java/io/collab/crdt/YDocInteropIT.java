package io.collab.crdt;

import io.collab.crdt.update.Updates;
import org.junit.jupiter.api.Test;

/**
 * Every document exists twice, here and in a running npm yjs. Both get the same edits and the same deliveries, and must
 * tell of the same updates and encode the same state, byte for byte. A failure prints the seed; run it again with
 * -Dcollab.seed=N.
 */
class YDocInteropIT {

    private static final int RUNS = 20;
    private static final int STEPS = 150;

    @Test
    void everythingIsByteForByteWhatYjsDoes() {
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
            twins.deliverAll(at); // of a text without formatting, which has ways of its own
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
