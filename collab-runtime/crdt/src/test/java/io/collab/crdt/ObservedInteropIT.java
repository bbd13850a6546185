package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.TwinDocuments.Stroke;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Observed documents with undo, here and in a running npm yjs: events, steps, snapshots and positions must be the same,
 * byte for byte. A failure prints the seed; -Dcollab.seed=N repeats it.
 */
class ObservedInteropIT {

    private static final int RUNS = 20;
    private static final int STEPS = 150;

    private final List<UndoManager> managers = new ArrayList<>();
    private final List<List<String>> snapshots = new ArrayList<>();
    private final List<String> positions = new ArrayList<>();
    private final List<Any> events = new ArrayList<>();

    @Test
    void eventsUndoSnapshotsAndPositionsAreThoseOfYjs() {
        Long only = Long.getLong("collab.seed");
        long first = only == null ? System.nanoTime() : only;
        try (YjsPeer yjs = new YjsPeer()) {
            for (long seed = first; seed < first + (only == null ? RUNS : 1); seed++) {
                try {
                    run(new TwinDocuments(yjs, seed));
                } catch (Throwable e) {
                    throw new AssertionError("-Dcollab.seed=" + seed, e);
                }
            }
        }
    }

    private void run(TwinDocuments twins) {
        managers.clear();
        snapshots.clear();
        positions.clear();
        twins.onAnswer = answer -> {
            assertThat(new Any.Array(List.copyOf(events))).isEqualTo(answer.any("events"));
            events.clear();
        };
        for (int at = 0; at < 3; at++) {
            watch(twins, at);
        }
        for (int i = 0; i < STEPS; i++) {
            step(twins, twins.random.nextInt(3));
        }
        for (int at = 0; at < 3; at++) {
            twins.compare(at);
        }
    }

    private void watch(TwinDocuments twins, int at) {
        YDoc doc = twins.docs.get(at);
        YText text = doc.getText("t");
        for (int i = 0; i < 4; i++) {
            twins.type(at);
        }
        List<Stroke> strokes = twins.strokes(at);
        int half = strokes.size() / 2;
        Object sent = strokes.stream().map(Stroke::fields).toList();
        twins.both(
                at,
                TwinDocuments.command("watch", "strokes", sent),
                () -> doc.transact(() -> {
                    strokes.subList(0, half).forEach(stroke -> stroke.apply(text));
                    observe(doc);
                    strokes.subList(half, strokes.size()).forEach(stroke -> stroke.apply(text));
                }));
        snapshots.add(new ArrayList<>());
    }

    private void observe(YDoc doc) {
        List<YType> roots = List.of(doc.getText("t"), doc.getMap("m"), doc.getArray("a"), doc.getXmlFragment("x"));
        roots.get(0).observe(event -> events.add(describe(event)));
        for (YType root : roots.subList(1, 4)) {
            root.observeDeep(inside -> inside.forEach(event -> events.add(describe(event))));
        }
        roots.get(1).observe(event -> {
            if (event.attributesChanged().contains("k2")) {
                doc.getArray("a").push(List.of("seen"));
                doc.getText("t").insert(0, "!");
                doc.getMap("m").delete("k1");
            }
        });
        managers.add(new UndoManager(
                roots,
                UndoOptions.of(() -> 1).withCaptureTimeout(0).withDeleteFilter(item -> !"k0".equals(item.key()))));
    }

    private void step(TwinDocuments twins, int at) {
        YDoc doc = twins.docs.get(at);
        YText text = doc.getText("t");
        switch (twins.random.nextInt(14)) {
            case 0, 1 -> undo(twins, at, true);
            case 2 -> undo(twins, at, false);
            case 3 -> takeSnapshot(twins, at);
            case 4 -> showSnapshot(twins, at);
            case 5 -> takePosition(twins, at, text);
            case 6 -> resolvePosition(twins, at);
            case 7 -> editHook(twins, at, doc.getArray("a"));
            case 8 -> {
                int value = twins.random.nextInt(3);
                if (value == 0) {
                    twins.both(at, TwinDocuments.command("unmark", "key", "k"), () -> text.removeAttribute("k"));
                } else {
                    twins.both(
                            at,
                            TwinDocuments.command("mark", "key", "k", "item", value),
                            () -> text.setAttribute("k", value));
                }
            }
            default -> twins.step(at);
        }
    }

    private void undo(TwinDocuments twins, int at, boolean back) {
        UndoManager manager = managers.get(at);
        StackItem[] done = new StackItem[1];
        Golden answer = twins.both(
                at,
                TwinDocuments.command(back ? "undo" : "redo"),
                () -> done[0] = back ? manager.undo() : manager.redo());
        assertThat(answer.any("ok"))
                .isEqualTo(Any.of(Map.of(
                        "done",
                        done[0] != null,
                        "undo",
                        manager.undoStack().size(),
                        "redo",
                        manager.redoStack().size())));
    }

    private void takeSnapshot(TwinDocuments twins, int at) {
        Snapshot snapshot = Snapshot.of(twins.docs.get(at));
        Golden answer = twins.both(at, TwinDocuments.command("snapshot"), () -> {});
        Any expected = Any.of(Map.of("v1", base64(snapshot.encode()), "v2", base64(snapshot.encodeV2())));
        assertThat(answer.any("ok")).isEqualTo(expected);
        snapshots.get(at).add(base64(snapshot.encode()));
    }

    private void showSnapshot(TwinDocuments twins, int at) {
        List<String> known = snapshots.get(at);
        YDoc doc = twins.docs.get(at);
        if (known.isEmpty() || doc.options().gc()) {
            return;
        }
        String shown = known.get(twins.random.nextInt(known.size()));
        String before = known.get(twins.random.nextInt(known.size()));
        Snapshot snapshot = Snapshot.decode(Base64.getDecoder().decode(shown));
        Map<String, Object> here = new LinkedHashMap<>();
        Golden answer = twins.both(at, TwinDocuments.command("show", "snapshot", shown, "before", before), () -> {
            Snapshot older = Snapshot.decode(Base64.getDecoder().decode(before));
            here.put("text", describe(doc.getText("t").toDelta(snapshot, older)));
            here.put(
                    "list",
                    doc.getArray("a").toList(snapshot).stream()
                            .map(ObservedInteropIT::describe)
                            .toList());
            Map<String, Any> map = new LinkedHashMap<>();
            doc.getMap("m").entries(snapshot).forEach((key, value) -> map.put(key, describe(value)));
            here.put("map", map);
            YDoc restored = snapshot.restore(doc, doc.options().withGc(true));
            restored.checkInvariants();
            here.put("restored", base64(restored.encodeStateAsUpdate()));
        });
        assertThat(answer.any("ok")).isEqualTo(Any.of(here));
    }

    private void takePosition(TwinDocuments twins, int at, YText text) {
        int index = twins.random.nextInt(text.length() + 1);
        int assoc = twins.random.nextInt(2) - 1;
        RelativePosition position = RelativePosition.of(text, index, assoc);
        Golden answer = twins.both(at, TwinDocuments.command("position", "index", index, "assoc", assoc), () -> {});
        assertThat(answer.any("ok"))
                .isEqualTo(Any.of(Map.of("bytes", base64(position.encode()), "json", position.toJson())));
        positions.add(base64(position.encode()));
    }

    private void resolvePosition(TwinDocuments twins, int at) {
        if (positions.isEmpty()) {
            return;
        }
        String bytes = positions.get(twins.random.nextInt(positions.size()));
        Golden answer = twins.both(at, TwinDocuments.command("resolve", "position", bytes), () -> {});
        AbsolutePosition found =
                RelativePosition.decode(Base64.getDecoder().decode(bytes)).resolve(twins.docs.get(at));
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("at", found == null ? null : found.index());
        assertThat(answer.any("ok")).isEqualTo(Any.of(expected));
    }

    private void editHook(TwinDocuments twins, int at, YArray array) {
        for (int i = 0; i < array.length(); i++) {
            if (array.get(i) instanceof YXmlHook hook && twins.random.nextBoolean()) {
                int value = twins.random.nextInt(10);
                if (value < 3) {
                    twins.both(
                            at, TwinDocuments.command("hookRemove", "index", i, "key", "k0"), () -> hook.delete("k0"));
                } else {
                    String key = "k" + value % 2;
                    twins.both(
                            at,
                            TwinDocuments.command("hookSet", "index", i, "key", key, "item", value),
                            () -> hook.set(key, value));
                }
                return;
            }
        }
        int index = twins.random.nextInt(array.length() + 1);
        twins.both(
                at,
                TwinDocuments.command("hook", "index", index, "name", "chart"),
                () -> array.insert(index, List.of(new YXmlHook("chart"))));
    }

    private static Any describe(YEvent event) {
        Map<String, Any> keys = new LinkedHashMap<>();
        event.keys()
                .forEach((key, change) -> keys.put(
                        key,
                        Any.of(Map.of(
                                "action",
                                change.action().name().toLowerCase(Locale.ROOT),
                                "oldValue",
                                change.oldValue() == null
                                        ? Any.of(Map.of("undefined", true))
                                        : describe(change.oldValue())))));
        return Any.of(Map.of(
                "target",
                event.target().getClass().getSimpleName(),
                "path",
                event.path(),
                "keys",
                keys,
                "delta",
                describe(event.delta())));
    }

    private static Any describe(List<Delta> delta) {
        List<Any> steps = new ArrayList<>();
        for (Delta step : delta) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("attributes", Map.of());
            if (step instanceof Delta.InsertText insert) {
                fields.put("insert", insert.text());
                fields.put("attributes", insert.attributes());
            } else if (step instanceof Delta.InsertValue insert) {
                fields.put("insert", describe(insert.value()));
                fields.put("attributes", insert.attributes());
            } else if (step instanceof Delta.InsertValues insert) {
                fields.put(
                        "insert",
                        insert.values().stream()
                                .map(ObservedInteropIT::describe)
                                .toList());
            } else if (step instanceof Delta.Retain retain) {
                fields.put("retain", retain.length());
                fields.put("attributes", retain.attributes());
            } else if (step instanceof Delta.Delete delete) {
                fields.put("delete", delete.length());
            }
            steps.add(Any.of(fields));
        }
        return new Any.Array(steps);
    }

    private static Any describe(YValue value) {
        if (value instanceof YType type) {
            return Any.of(Map.of("type", type.getClass().getSimpleName()));
        }
        Any data = ((YValue.Data) value).value();
        if (data instanceof Any.Bytes bytes) {
            return Any.of(Map.of("bytes", base64(bytes.value())));
        }
        return data instanceof Any.Undefined ? Any.of(Map.of("undefined", true)) : data;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
