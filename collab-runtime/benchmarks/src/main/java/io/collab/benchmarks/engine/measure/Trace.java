package io.collab.benchmarks.engine.measure;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A recorded editing session of a text, in the format of the public editing-traces collection: gzipped
 * JSON, positions in code points. A code point beyond the BMP becomes U+FFFD, so that positions are UTF-16 code units.
 *
 * @param name the file's name up to its first point
 * @param start the text before
 * @param end the text after; of a concurrent trace it is the result of another engine, and not compared
 * @param agents the number of editing agents; 0 if the trace is sequential
 * @param transactions in causal order
 */
record Trace(String name, String start, String end, int agents, List<Transaction> transactions) {

    /**
     * The changes of one transaction.
     *
     * @param agent the editing agent
     * @param parents the transactions that this one has seen, besides those that they have seen
     * @param edits the changes, in order
     */
    record Transaction(int agent, List<Integer> parents, List<Edits.Edit> edits) {}

    /** Returns whether the trace is concurrent. */
    boolean isConcurrent() {
        return agents > 0;
    }

    /** Reads the traces in a folder, by name. */
    static List<Trace> readAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Trace> traces = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".json.gz"))
                    .sorted()
                    .toList()) {
                traces.add(read(file));
            }
            return traces;
        }
    }

    private static Trace read(Path file) throws IOException {
        String name = file.getFileName().toString();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Any> fields = ((Any.Obj) Json.parse(json, 8)).entries();
            List<Transaction> transactions = new ArrayList<>();
            for (Any transaction : ((Any.Array) field(fields, "txns")).items()) {
                transactions.add(transaction(((Any.Obj) transaction).entries()));
            }
            return new Trace(
                    name.substring(0, name.indexOf('.')),
                    text(fields.getOrDefault("startContent", new Any.Text(""))),
                    text(field(fields, "endContent")),
                    number(fields.getOrDefault("numAgents", new Any.Num(0))),
                    transactions);
        }
    }

    private static Transaction transaction(Map<String, Any> fields) {
        List<Integer> parents = new ArrayList<>();
        for (Any parent : ((Any.Array) fields.getOrDefault("parents", new Any.Array(List.of()))).items()) {
            parents.add(number(parent));
        }
        List<Edits.Edit> edits = new ArrayList<>();
        for (Any patch : ((Any.Array) field(fields, "patches")).items()) {
            Edits.Edit edit = Edits.edit(patch);
            edits.add(new Edits.Edit(edit.index(), edit.deleted(), text(new Any.Text((String) edit.inserted()))));
        }
        return new Transaction(number(fields.getOrDefault("agent", new Any.Num(0))), parents, edits);
    }

    private static Any field(Map<String, Any> fields, String name) {
        Any field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException("not a trace: it has no " + name);
        }
        return field;
    }

    private static String text(Any value) {
        String text = ((Any.Text) value).value();
        return text.codePoints().anyMatch(Character::isSupplementaryCodePoint)
                ? text.codePoints()
                        .map(point -> Character.isSupplementaryCodePoint(point) ? 0xfffd : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    private static int number(Any value) {
        return (int) ((Any.Num) value).value();
    }
}
