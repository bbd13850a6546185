package io.collab.benchmarks.engine.measure;

import io.collab.crdt.YDoc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All lines, and their inputs. Targets are for one machine of 2026, derived from the results of the fastest peers
 * there; they are meaningful beside peers in the same run.
 */
final class Plan {
    private static final String B4 = "automerge-paper";
    private static final double TRACE_EACH = 10;
    private static final double TRACE_ONCE = 5;

    private final Inputs inputs;
    private final List<Line> lines = new ArrayList<>();

    private Plan(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Writes the inputs and returns the lines. */
    static List<Line> prepare(List<Trace> traces, Inputs inputs) {
        Plan plan = new Plan(inputs);
        for (Trace trace : traces) {
            if (trace.name().equals(B4)) {
                plan.addB4(trace);
            }
        }
        plan.lines.addAll(CrdtBenchmarks.prepare(inputs));
        for (Trace trace : traces) {
            if (trace.isConcurrent()) {
                plan.addConcurrent(trace);
            } else if (!trace.name().equals(B4)) {
                plan.addSequential(trace);
            }
        }
        return plan.lines;
    }

    private void addB4(Trace trace) {
        List<byte[]> updates = writeSequential(trace);
        byte[] state = state(updates);
        inputs.writeUpdate(B4 + ".state", state);
        inputs.writeUpdate(B4 + ".half", state(updates.subList(0, updates.size() / 2)));
        String name = trace.name();
        add("b4.ops", "b4.edit", 60, new Task.Edit(name, false));
        add("b4.one-transaction", "b4.edit", 25, new Task.Edit(name, true));
        add("b4.encode.v1", "b4.encode", 0.45, new Task.Encode(name, 1));
        add("b4.encode.v2", "b4.encode", 0.6, new Task.Encode(name, 2));
        add("b4.load.cold", "b4.cold", 10, new Task.Load(name + ".state", true));
        add("b4.load.warm", "b4.load", 1, new Task.Load(name + ".state", false));
        lines.add(new Line("b4.memory", "b4.memory", Line.MEGABYTES, 0.75, new Task.Memory(name + ".state")));
        add("b4.apply", "b4.apply", 50, new Task.Apply(name, false));
        add("b4.merge.1k", "b4.updates", 1, new Task.Merge(name, 1_000));
        add("b4.merge.10k", "b4.updates", 10, new Task.Merge(name, 10_000));
        add("b4.diff", "b4.updates", 0.4, new Task.Diff(name + ".state", name + ".half"));
        add("b4.sv", "b4.updates", 0.1, new Task.StateVector(name + ".state"));
        for (int times : new int[] {10, 100}) {
            for (Task.Cost cost : Task.Cost.values()) {
                String id = "b4x" + times + "." + cost.name().toLowerCase(Locale.ROOT);
                double target = growthTarget(trace.transactions().size(), times);
                lines.add(new Line(id, "b4x" + times, Line.RATIO, target, new Task.Growth(name, times, cost)));
            }
        }
    }

    /** Returns the factor by which the cost of a change may grow if the total cost is n log n. */
    private static double growthTarget(int changes, int times) {
        return Math.log((double) changes * times) / Math.log(changes);
    }

    private void addSequential(Trace trace) {
        writeSequential(trace);
        add(trace.name() + ".ops", "traces", null, new Task.Edit(trace.name(), false));
        add(trace.name() + ".apply", "traces", null, new Task.Apply(trace.name(), false));
    }

    private void addConcurrent(Trace trace) {
        String name = trace.name() + ".concurrent";
        List<byte[]> updates = ConcurrentReplay.updates(trace);
        inputs.writeUpdates(name, updates);
        inputs.writeUpdate(name + ".state", state(updates));
        add(name + ".each", "concurrent", TRACE_EACH, new Task.Apply(name, false));
        add(name + ".once", "concurrent", TRACE_ONCE, new Task.Load(name + ".state", false));
    }

    /** Writes the changes of a trace and their updates; returns the updates. */
    private List<byte[]> writeSequential(Trace trace) {
        Edits edits = new Edits();
        if (!trace.start().isEmpty()) {
            edits.insert(0, trace.start());
        }
        trace.transactions().forEach(transaction -> transaction.edits().forEach(edits::add));
        YDoc document = Documents.editor(Documents.CLIENT);
        List<byte[]> updates = Documents.updatesOf(document, () -> Documents.run(document, edits));
        if (!document.getText(Documents.TEXT).toString().equals(trace.end())) {
            throw new IllegalStateException("the final text of " + trace.name() + " differs from the trace's");
        }
        inputs.writeEdits(trace.name(), edits);
        inputs.writeUpdates(trace.name(), updates);
        return updates;
    }

    private static byte[] state(List<byte[]> updates) {
        YDoc document = Documents.replica();
        updates.forEach(document::applyUpdate);
        return document.encodeStateAsUpdate();
    }

    private void add(String id, String group, @Nullable Number target, Task task) {
        lines.add(Line.millis(id, group, target == null ? null : target.doubleValue(), task));
    }
}
