package io.collab.benchmarks.engine.measure;

import io.collab.crdt.YDoc;
import io.collab.crdt.update.Updates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The process that measures the lines of one group and prints the results, one JSON object per line. */
public final class Worker {
    private static final int MEMORY_COPIES = 64;

    private final Inputs inputs;

    private Worker(Inputs inputs) {
        this.inputs = inputs;
    }

    /** @param arguments the folder with the inputs, and the group */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Worker worker = new Worker(new Inputs(folder));
        for (Line line : PlanFile.read(folder, arguments[1])) {
            System.out.println(worker.measure(line).toJson());
        }
    }

    private Measured measure(Line line) {
        Task task = line.task();
        if (task instanceof Task.Memory memory) {
            return new Measured(line.id(), memory(inputs.update(memory.state())), "");
        } else if (task instanceof Task.Growth growth) {
            return new Measured(line.id(), GrowthRun.ratio(inputs.edits(growth.edits()), growth), "");
        }
        double millis = millis(task);
        return new Measured(line.id(), millis, Measured.digest(Meter.last));
    }

    private double millis(Task task) {
        if (task instanceof Task.Edit edit) {
            Edits edits = inputs.edits(edit.edits());
            return Meter.quartileMillis(() -> edits, changes -> edit(changes, edit.transaction()));
        } else if (task instanceof Task.EditTwo two) {
            return editTwo(two);
        } else if (task instanceof Task.MergeTwo two) {
            return mergeTwo(two);
        } else if (task instanceof Task.Apply apply) {
            List<byte[]> updates = inputs.updates(apply.updates());
            return Meter.quartileMillis(Documents::replica, document -> apply(document, updates, apply.transaction()));
        } else if (task instanceof Task.Load load) {
            byte[] state = inputs.update(load.state());
            return load.cold()
                    ? Meter.millis(state, update -> Documents.load(Documents.replica(), update))
                    : Meter.quartileMillis(Documents::replica, document -> Documents.load(document, state));
        } else if (task instanceof Task.Encode encode) {
            YDoc document = edit(inputs.edits(encode.edits()), false);
            return Meter.quartileMillis(() -> document, it -> encode(it, encode.version()));
        } else if (task instanceof Task.Merge merge) {
            List<byte[]> updates = inputs.updates(merge.updates()).subList(0, merge.count());
            return Meter.quartileMillis(() -> updates, Updates::merge);
        } else if (task instanceof Task.Diff diff) {
            byte[] state = inputs.update(diff.state());
            byte[] stateVector = Updates.encodeStateVectorFromUpdate(inputs.update(diff.half()));
            return Meter.quartileMillis(() -> state, update -> Updates.diff(update, stateVector));
        }
        byte[] state = inputs.update(((Task.StateVector) task).state());
        return Meter.quartileMillis(() -> state, Updates::encodeStateVectorFromUpdate);
    }

    private static YDoc edit(Edits edits, boolean transaction) {
        YDoc document = Documents.editor(Documents.CLIENT);
        long[] emitted = {0};
        document.onUpdate((update, cause) -> emitted[0] += update.length);
        if (transaction) {
            document.transact(() -> Documents.run(document, edits));
        } else {
            Documents.run(document, edits);
        }
        return document;
    }

    private static YDoc apply(YDoc document, List<byte[]> updates, boolean transaction) {
        if (transaction) {
            document.transact(() -> updates.forEach(document::applyUpdate));
        } else {
            updates.forEach(document::applyUpdate);
        }
        return document;
    }

    private static byte[] encode(YDoc document, int version) {
        return version == 2 ? document.encodeStateAsUpdateV2() : document.encodeStateAsUpdate();
    }

    /** Two documents. */
    private record Pair(YDoc first, YDoc second) {}

    private double editTwo(Task.EditTwo two) {
        byte[] base = inputs.update(two.base());
        Edits first = inputs.edits(two.first());
        Edits second = inputs.edits(two.second());
        return Meter.quartileMillis(
                () -> {
                    Pair pair = new Pair(
                            Documents.load(Documents.editor(1), base), Documents.load(Documents.editor(2), base));
                    pair.first.onUpdate((update, cause) -> Meter.last = update);
                    pair.second.onUpdate((update, cause) -> Meter.last = update);
                    return pair;
                },
                pair -> {
                    pair.first.transact(() -> Documents.run(pair.first, first));
                    pair.second.transact(() -> Documents.run(pair.second, second));
                    return pair.first;
                });
    }

    private double mergeTwo(Task.MergeTwo two) {
        byte[] base = inputs.update(two.base());
        byte[] first = inputs.update(two.first());
        byte[] second = inputs.update(two.second());
        return Meter.quartileMillis(() -> new Pair(edited(base, first), edited(base, second)), pair -> {
            pair.first.applyUpdate(second);
            pair.second.applyUpdate(first);
            return pair.second;
        });
    }

    private static YDoc edited(byte[] base, byte[] update) {
        return Documents.load(Documents.load(Documents.replica(), base), update);
    }

    private static double memory(byte[] state) {
        YDoc[] copies = new YDoc[MEMORY_COPIES];
        Documents.load(Documents.replica(), state);
        long before = Meter.usedHeap();
        for (int i = 0; i < copies.length; i++) {
            copies[i] = Documents.load(Documents.replica(), state);
        }
        long after = Meter.usedHeap();
        Meter.last = copies;
        return (after - before) / 1e6 / copies.length;
    }
}
