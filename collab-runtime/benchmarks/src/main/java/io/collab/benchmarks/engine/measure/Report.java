package io.collab.benchmarks.engine.measure;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results of all engines for all lines. */
final class Report {
    /** The name of this engine. */
    static final String OURS = "ours";

    private final List<Line> lines;
    private final List<String> peers;
    private final Map<String, Map<String, Measured>> found = new LinkedHashMap<>();

    Report(List<Line> lines, List<String> peers) {
        this.lines = lines;
        this.peers = peers;
    }

    void add(String engine, Measured measured) {
        found.computeIfAbsent(measured.line(), line -> new LinkedHashMap<>()).put(engine, measured);
    }

    /** Returns the table, in Markdown. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("line", "unit", OURS));
        head.addAll(peers);
        head.addAll(List.of("fastest peer / ours", "target", ""));
        rows.add(head);
        for (Line line : lines) {
            Measured ours = measured(OURS, line);
            if (ours != null) {
                rows.add(row(line, ours));
            }
        }
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            table.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                table.append("| --- | --- |")
                        .append(" ---: |".repeat(head.size() - 3))
                        .append(" --- |\n");
            }
        }
        return table.toString();
    }

    /** Returns one JSON object per line. */
    List<String> json() {
        List<String> json = new ArrayList<>();
        for (Line line : lines) {
            Measured ours = measured(OURS, line);
            if (ours == null) {
                continue;
            }
            Map<String, Object> values = new LinkedHashMap<>();
            for (String peer : peers) {
                Measured measured = measured(peer, line);
                if (measured != null) {
                    values.put(peer, measured.value());
                }
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("line", line.id());
            fields.put("unit", line.unit());
            fields.put("ours", ours.value());
            fields.put("peers", values);
            fields.put("target", line.target());
            json.add(Json.stringify(Any.of(fields)));
        }
        return json;
    }

    /** Returns the lines whose result differs from that of a peer of the same format. */
    List<String> different() {
        List<String> different = new ArrayList<>();
        for (Line line : lines) {
            for (String peer : peers) {
                if (differs(line, peer)) {
                    different.add(line.id() + " of " + peer);
                }
            }
        }
        return different;
    }

    private boolean differs(Line line, String peer) {
        Measured ours = measured(OURS, line);
        Measured theirs = measured(peer, line);
        return ours != null
                && theirs != null
                && !theirs.result().isEmpty()
                && !theirs.result().equals(ours.result());
    }

    private List<String> row(Line line, Measured ours) {
        List<String> row = new ArrayList<>(List.of(line.id(), line.unit(), number(ours.value())));
        double fastest = Double.NaN;
        for (String peer : peers) {
            Measured measured = measured(peer, line);
            row.add(measured == null ? "-" : number(measured.value()) + (differs(line, peer) ? " (other result)" : ""));
            if (measured != null && !(fastest <= measured.value())) {
                fastest = measured.value();
            }
        }
        row.add(Double.isNaN(fastest) ? "-" : number(fastest / ours.value()));
        Double target = line.target();
        row.add(target == null ? "-" : number(target));
        row.add(target == null || ours.value() <= target ? "" : "above the target");
        return row;
    }

    private @Nullable Measured measured(String engine, Line line) {
        return found.getOrDefault(line.id(), Map.of()).get(engine);
    }

    /** Formats a number with three significant digits. */
    static String number(double value) {
        int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
