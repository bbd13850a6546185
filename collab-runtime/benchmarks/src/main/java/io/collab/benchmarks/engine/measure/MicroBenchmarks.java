package io.collab.benchmarks.engine.measure;

import io.collab.crdt.YDoc;
import io.collab.crdt.update.Updates;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Single operations, with what each allocates. The document has 6,000 words at random places; per-operation lines are
 * means over 6,000 operations on a growing document.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MicroBenchmarks {
    private static final int OPERATIONS = RandomEdits.COUNT;
    private static final int MERGED = 1_000;

    private final Edits words = new RandomEdits().words(0, 2, 10);
    private final Edits typing = new RandomEdits().characters(false);
    private final List<byte[]> updates = updates(words);
    private final List<byte[]> typed = updates(typing);
    private final List<byte[]> thousand = updates.subList(0, MERGED);
    private final YDoc document = applied(updates);
    private final byte[] state = document.encodeStateAsUpdate();
    private final byte[] stateV2 = document.encodeStateAsUpdateV2();
    private final byte[] half = applied(updates.subList(0, OPERATIONS / 2)).encodeStateVector();

    /** @param arguments JMH's own; the allocation profiler is always on */
    public static void main(String... arguments) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }

    /** One character, at the end of what was typed before. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public YDoc localTyping() {
        return edited(typing);
    }

    /** One word, anywhere. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public YDoc localInsert() {
        return edited(words);
    }

    /** One update with a character, after the text integrated before. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public YDoc integrateTyping() {
        return applied(typed);
    }

    /** One update with a word, anywhere. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public YDoc integrateInsert() {
        return applied(updates);
    }

    /** A whole document. */
    @Benchmark
    public YDoc load() {
        return Documents.load(Documents.replica(), state);
    }

    /** A whole document, in format 2. */
    @Benchmark
    public YDoc loadV2() {
        YDoc replica = Documents.replica();
        replica.applyUpdateV2(stateV2);
        return replica;
    }

    /** A whole document. */
    @Benchmark
    public byte[] encode() {
        return document.encodeStateAsUpdate();
    }

    /** A whole document, in format 2. */
    @Benchmark
    public byte[] encodeV2() {
        return document.encodeStateAsUpdateV2();
    }

    /** A thousand updates into one. */
    @Benchmark
    public byte[] merge() {
        return Updates.merge(thousand);
    }

    /** The second half of an update. */
    @Benchmark
    public byte[] diff() {
        return Updates.diff(state, half);
    }

    /** The state vector of an update. */
    @Benchmark
    public byte[] stateVector() {
        return Updates.encodeStateVectorFromUpdate(state);
    }

    private static List<byte[]> updates(Edits edits) {
        YDoc editor = Documents.editor(Documents.CLIENT);
        return Documents.updatesOf(editor, () -> Documents.run(editor, edits));
    }

    private static YDoc edited(Edits edits) {
        YDoc editor = Documents.editor(Documents.CLIENT);
        long[] emitted = {0};
        editor.onUpdate((update, cause) -> emitted[0] += update.length);
        Documents.run(editor, edits);
        return editor;
    }

    private static YDoc applied(List<byte[]> updates) {
        YDoc replica = Documents.replica();
        updates.forEach(replica::applyUpdate);
        return replica;
    }
}
