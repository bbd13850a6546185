package io.collab.benchmarks.engine.measure;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lines as JSON, one per line, for the measuring processes. */
final class PlanFile {
    private static final String NAME = "plan.jsonl";

    private PlanFile() {}

    /** Writes the lines into the folder of the inputs. */
    static void write(List<Line> lines, Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", line.id());
            fields.put("group", line.group());
            fields.put("unit", line.unit());
            if (line.target() != null) {
                fields.put("target", line.target());
            }
            fields.putAll(fields(line.task()));
            text.append(Json.stringify(Any.of(fields))).append('\n');
        }
        Files.writeString(folder.resolve(NAME), text);
    }

    /** Reads the lines of a group. */
    static List<Line> read(Path folder, String group) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : Files.readAllLines(folder.resolve(NAME), StandardCharsets.UTF_8)) {
            Fields fields = new Fields(((Any.Obj) Json.parse(text, 4)).entries());
            if (fields.text("group").equals(group)) {
                Double target = fields.values.containsKey("target") ? fields.number("target") : null;
                lines.add(new Line(fields.text("id"), group, fields.text("unit"), target, task(fields)));
            }
        }
        return lines;
    }

    private record Fields(Map<String, Any> values) {
        String text(String name) {
            return ((Any.Text) values.getOrDefault(name, Any.UNDEFINED)).value();
        }

        double number(String name) {
            return ((Any.Num) values.getOrDefault(name, Any.UNDEFINED)).value();
        }

        boolean flag(String name) {
            return ((Any.Bool) values.getOrDefault(name, Any.UNDEFINED)).value();
        }
    }

    private static Map<String, Object> fields(Task task) {
        if (task instanceof Task.Edit t) {
            return fields("edit", "edits", t.edits(), "transaction", t.transaction());
        } else if (task instanceof Task.EditTwo t) {
            return fields("editTwo", "base", t.base(), "first", t.first(), "second", t.second());
        } else if (task instanceof Task.MergeTwo t) {
            return fields("mergeTwo", "base", t.base(), "first", t.first(), "second", t.second());
        } else if (task instanceof Task.Apply t) {
            return fields("apply", "updates", t.updates(), "transaction", t.transaction());
        } else if (task instanceof Task.Load t) {
            return fields("load", "state", t.state(), "cold", t.cold());
        } else if (task instanceof Task.Memory t) {
            return fields("memory", "state", t.state());
        } else if (task instanceof Task.Encode t) {
            return fields("encode", "edits", t.edits(), "version", t.version());
        } else if (task instanceof Task.Merge t) {
            return fields("merge", "updates", t.updates(), "count", t.count());
        } else if (task instanceof Task.Diff t) {
            return fields("diff", "state", t.state(), "half", t.half());
        } else if (task instanceof Task.StateVector t) {
            return fields("stateVector", "state", t.state());
        }
        Task.Growth t = (Task.Growth) task;
        return fields(
                "growth",
                "edits",
                t.edits(),
                "times",
                t.times(),
                "cost",
                t.cost().name());
    }

    private static Map<String, Object> fields(String kind, Object... more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return fields;
    }

    private static Task task(Fields f) {
        String kind = f.text("kind");
        return switch (kind) {
            case "edit" -> new Task.Edit(f.text("edits"), f.flag("transaction"));
            case "editTwo" -> new Task.EditTwo(f.text("base"), f.text("first"), f.text("second"));
            case "mergeTwo" -> new Task.MergeTwo(f.text("base"), f.text("first"), f.text("second"));
            case "apply" -> new Task.Apply(f.text("updates"), f.flag("transaction"));
            case "load" -> new Task.Load(f.text("state"), f.flag("cold"));
            case "memory" -> new Task.Memory(f.text("state"));
            case "encode" -> new Task.Encode(f.text("edits"), (int) f.number("version"));
            case "merge" -> new Task.Merge(f.text("updates"), (int) f.number("count"));
            case "diff" -> new Task.Diff(f.text("state"), f.text("half"));
            case "stateVector" -> new Task.StateVector(f.text("state"));
            case "growth" ->
                new Task.Growth(
                        f.text("edits"),
                        (int) f.number("times"),
                        Task.Cost.valueOf(f.text("cost").toUpperCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException("there is no task " + kind);
        };
    }
}
