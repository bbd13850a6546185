package io.collab.benchmarks.engine.measure;

import io.collab.crdt.YArray;
import io.collab.crdt.YDoc;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * The lines B1 to B3 of the crdt-benchmarks suite with its N = 6,000: one client that edits, two that edit
 * concurrently, and many with one change each. The random input differs from the suite's, and is the same for all
 * engines here.
 */
final class CrdtBenchmarks {
    private static final double CHEAP = 4;
    private static final double DEAR = 10;
    private static final double TWO_EDIT = 40;
    private static final double TWO_MERGE = 10;
    private static final double TWO_MERGE_DEAR = 22;
    private static final double MANY_MAP = 3;
    private static final double MANY_LIST = 10;

    private static final int INITIAL_LENGTH = 100;
    private static final int CLIENTS = 20 * (int) Math.sqrt(RandomEdits.COUNT);

    private final Inputs inputs;
    private final RandomEdits random = new RandomEdits();
    private final List<Line> lines = new ArrayList<>();

    private CrdtBenchmarks(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Writes the inputs and returns the lines. */
    static List<Line> prepare(Inputs inputs) {
        CrdtBenchmarks suite = new CrdtBenchmarks(inputs);
        suite.addOne();
        suite.addTwo();
        suite.addMany();
        return suite.lines;
    }

    private void addOne() {
        addOne("b1.1", CHEAP, random.characters(false));
        addOne("b1.2", CHEAP, random.longText(false));
        addOne("b1.3", CHEAP, random.characters(true));
        addOne("b1.4", DEAR, random.words(0, 1, 1));
        addOne("b1.5", DEAR, random.words(0, 2, 10));
        addOne("b1.6", CHEAP, random.longText(true));
        addOne("b1.7", DEAR, random.insertsAndDeletes());
        addOne("b1.8", CHEAP, random.numbers(RandomEdits.Place.END));
        addOne("b1.10", CHEAP, random.numbers(RandomEdits.Place.BEGINNING));
        addOne("b1.11", DEAR, random.numbers(RandomEdits.Place.ANYWHERE));
    }

    private void addOne(String name, double target, Edits edits) {
        YDoc document = Documents.editor(Documents.CLIENT);
        inputs.writeEdits(name, edits);
        inputs.writeUpdates(name, Documents.updatesOf(document, () -> Documents.run(document, edits)));
        lines.add(Line.millis(name + ".ops", "b1", target, new Task.Edit(name, false)));
        lines.add(Line.millis(name + ".apply", "b1", target, new Task.Apply(name, false)));
    }

    private void addTwo() {
        addTwo("b2.1", TWO_MERGE, random.longText(false), random.longText(false));
        addTwo("b2.2", TWO_MERGE, random.words(INITIAL_LENGTH, 1, 1), random.words(INITIAL_LENGTH, 1, 1));
        addTwo("b2.3", TWO_MERGE_DEAR, random.words(INITIAL_LENGTH, 3, 9), random.words(INITIAL_LENGTH, 3, 9));
        addTwo("b2.4", TWO_MERGE_DEAR, random.wordsAndDeletes(INITIAL_LENGTH), random.wordsAndDeletes(INITIAL_LENGTH));
    }

    private void addTwo(String name, double mergeTarget, Edits first, Edits second) {
        YDoc initial = Documents.editor(Documents.CLIENT);
        initial.getText(Documents.TEXT).insert(0, random.word(INITIAL_LENGTH, INITIAL_LENGTH));
        byte[] base = initial.encodeStateAsUpdate();
        inputs.writeUpdate(name + ".base", base);
        inputs.writeEdits(name + ".first", first);
        inputs.writeEdits(name + ".second", second);
        inputs.writeUpdate(name + ".first", changed(base, 1, first));
        inputs.writeUpdate(name + ".second", changed(base, 2, second));
        lines.add(Line.millis(
                name + ".ops", "b2", TWO_EDIT, new Task.EditTwo(name + ".base", name + ".first", name + ".second")));
        lines.add(Line.millis(
                name + ".merge",
                "b2",
                mergeTarget,
                new Task.MergeTwo(name + ".base", name + ".first", name + ".second")));
    }

    private static byte[] changed(byte[] base, long client, Edits edits) {
        YDoc document = Documents.load(Documents.editor(client), base);
        return Documents.updatesOf(document, () -> document.transact(() -> Documents.run(document, edits)))
                .get(0);
    }

    private void addMany() {
        addMany(
                "b3.1",
                MANY_MAP,
                (document, i) -> document.getMap(Documents.MAP).set("v", i));
        addMany("b3.2", MANY_MAP, (document, i) -> {
            Map<String, Any> value = new LinkedHashMap<>();
            value.put("name", Any.of(Integer.toString(i)));
            value.put("address", Any.of("here"));
            document.getMap(Documents.MAP).set("v", value);
        });
        addMany(
                "b3.3",
                MANY_MAP,
                (document, i) -> document.getMap(Documents.MAP)
                        .set("v", Integer.toString(i).repeat(CLIENTS)));
        addMany("b3.4", MANY_LIST, (document, i) -> {
            YArray array = document.getArray(Documents.ARRAY);
            array.insert(0, List.of(Integer.toString(i)));
        });
        addMany(
                "b3.5",
                MANY_LIST,
                (document, i) -> document.getText(Documents.TEXT).insert(0, Integer.toString(i)));
    }

    private void addMany(String name, double target, ObjIntConsumer<YDoc> change) {
        List<byte[]> updates = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            YDoc document = Documents.editor((long) random.number());
            updates.addAll(Documents.updatesOf(document, () -> change.accept(document, number)));
        }
        inputs.writeUpdates(name, updates);
        lines.add(Line.millis(name + ".batch", "b3", target, new Task.Apply(name, true)));
        lines.add(Line.millis(name + ".each", "b3", target, new Task.Apply(name, false)));
    }
}
