package io.collab.benchmarks.engine.measure;

import io.collab.crdt.YDoc;
import java.util.HashMap;
import java.util.Map;

/** A document with the same changes applied repeatedly. The costs of one run are kept for the next lines. */
final class GrowthRun {
    private static final Map<Integer, Costs> KNOWN = new HashMap<>();
    private static final int WARM_RUNS = 10;
    private static final int SMALL_RUNS = 5;

    private record Costs(double millis, double heapBytes, double stateBytes) {
        double of(Task.Cost cost) {
            return switch (cost) {
                case TIME -> millis;
                case MEMORY -> heapBytes;
                case BYTES -> stateBytes;
            };
        }
    }

    private GrowthRun() {}

    /** Returns the cost of a change in the large document relative to one in the small document. */
    static double ratio(Edits edits, Task.Growth growth) {
        if (!KNOWN.containsKey(1)) {
            for (int i = 0; i < WARM_RUNS; i++) {
                edit(edits, 1);
            }
        }
        Costs small = KNOWN.computeIfAbsent(1, once -> costs(edits, 1, SMALL_RUNS));
        Costs large = KNOWN.computeIfAbsent(growth.times(), times -> costs(edits, times, 1));
        return large.of(growth.cost()) / growth.times() / small.of(growth.cost());
    }

    /** Measures several times; returns the fastest. */
    private static Costs costs(Edits edits, int times, int runs) {
        double millis = Double.MAX_VALUE;
        YDoc document = Documents.replica();
        for (int i = 0; i < runs; i++) {
            millis = Math.min(millis, Meter.millis(edits, changes -> edit(changes, times)));
            document = (YDoc) Meter.last;
        }
        Meter.last = "";
        byte[] state = document.encodeStateAsUpdate();
        long with = Meter.usedHeap();
        document = Documents.replica();
        return new Costs(millis, with - Meter.usedHeap(), state.length);
    }

    private static YDoc edit(Edits edits, int times) {
        YDoc document = Documents.editor(Documents.CLIENT);
        long[] emitted = {0};
        document.onUpdate((update, cause) -> emitted[0] += update.length);
        for (int i = 0; i < times; i++) {
            Documents.run(document, edits);
        }
        return document;
    }
}
