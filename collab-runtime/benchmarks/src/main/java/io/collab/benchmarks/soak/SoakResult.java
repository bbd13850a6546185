package io.collab.benchmarks.soak;

import io.collab.benchmarks.JsonLine;
import io.collab.benchmarks.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The result of one attack, or of the quiet time before and after them.
 *
 * @param name the name of the attack
 * @param seconds its duration
 * @param traffic what the attack did
 * @param seen what was observed
 * @param faults what is wrong with that
 */
record SoakResult(String name, double seconds, Traffic traffic, Observation seen, List<String> faults) {
    private static final List<String> HEAD = List.of(
            "attack",
            "s",
            "connections",
            "ended by server",
            "sent MB",
            "p50 ms",
            "p99 ms",
            "saved p99",
            "closed",
            "lost",
            "dup",
            "health worst ms",
            "late",
            "not ready",
            "heap MiB",
            "threads",
            "sockets",
            "log kB",
            "right");

    /**
     * What an attack did.
     *
     * @param connections the number of TCP connections
     * @param ended how many of its rounds the server has refused or ended
     * @param bytes written
     */
    record Traffic(int connections, long ended, long bytes) {
        static final Traffic NONE = new Traffic(0, 0, 0);
    }

    /** Returns the results as a Markdown table, and the faults below it. */
    static String table(List<SoakResult> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        results.forEach(result -> rows.add(result.row()));
        StringBuilder text = new StringBuilder(MarkdownTable.of(rows));
        for (SoakResult result : results) {
            result.faults.forEach(
                    fault -> text.append(result.name).append(": ").append(fault).append('\n'));
        }
        return text.toString();
    }

    String json() {
        JsonLine line = new JsonLine()
                .put("attack", name)
                .put("seconds", seconds)
                .put("connections", traffic.connections)
                .put("ended", traffic.ended)
                .put("sentBytes", traffic.bytes);
        var pairs = seen.pairs();
        if (pairs != null) {
            line.put("edits", pairs.edits()).put("p50", pairs.p50()).put("p99", pairs.p99());
            line.put("savedP99", pairs.savedP99()).put("closed", pairs.closed().size());
            line.put("lost", pairs.lost()).put("duplicated", pairs.duplicated());
        }
        line.put("healthAsked", seen.during().count())
                .put("healthLate", seen.during().late())
                .put("healthNotReady", seen.during().wrong())
                .put("healthWorst", seen.during().worstMillis())
                .put("healthAfter", seen.after().last());
        var readings = seen.readings();
        if (readings != null) {
            line.put("heapBytes", readings.heapBytes());
            line.put("threads", readings.threads()).put("sockets", readings.sockets());
        }
        return line.put("logBytes", seen.logBytes())
                .put("faults", String.join("; ", faults))
                .toString();
    }

    private List<String> row() {
        var pairs = seen.pairs();
        var readings = seen.readings();
        return List.of(
                name,
                whole(seconds),
                Integer.toString(traffic.connections),
                Long.toString(traffic.ended),
                whole(traffic.bytes / 1e6),
                pairs == null ? "-" : two(pairs.p50()),
                pairs == null ? "-" : two(pairs.p99()),
                pairs == null ? "-" : two(pairs.savedP99()),
                pairs == null ? "-" : Integer.toString(pairs.closed().size()),
                pairs == null ? "-" : Long.toString(pairs.lost()),
                pairs == null ? "-" : Long.toString(pairs.duplicated()),
                whole(seen.during().worstMillis()),
                Integer.toString(seen.during().late()),
                Integer.toString(seen.during().wrong()),
                readings == null ? "-" : Long.toString(readings.heapBytes() >> 20),
                readings == null ? "-" : Integer.toString(readings.threads()),
                readings == null ? "-" : Integer.toString(readings.sockets()),
                whole(seen.logBytes() / 1e3),
                faults.isEmpty() ? "yes" : "NO");
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
