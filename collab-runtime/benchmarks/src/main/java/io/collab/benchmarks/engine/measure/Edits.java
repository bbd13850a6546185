package io.collab.benchmarks.engine.measure;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.JsNumber;
import io.collab.crdt.lib0.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Local changes in order: each deletes at a position and then inserts there, a text or, into an
 * array, one number.
 */
final class Edits {
    private final List<Edit> edits = new ArrayList<>();

    /**
     * One change.
     *
     * @param index the position, in UTF-16 code units or elements
     * @param deleted the length to delete
     * @param inserted the content to insert: a String, empty for nothing, or a Double
     */
    record Edit(int index, int deleted, Object inserted) {}

    void insert(int index, Object inserted) {
        edits.add(new Edit(index, 0, inserted));
    }

    void delete(int index, int count) {
        edits.add(new Edit(index, count, ""));
    }

    void add(Edit edit) {
        edits.add(edit);
    }

    List<Edit> list() {
        return edits;
    }

    /** Returns the number of changes. */
    int size() {
        return edits.size();
    }

    /** Returns whether the changes are those of an array. */
    boolean ofArray() {
        return !edits.isEmpty() && edits.get(0).inserted instanceof Double;
    }

    /** Writes them as JSON: a list of {@code [index, deleted, inserted]}. */
    void write(Path file) {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write('[');
            String comma = "";
            for (Edit edit : edits) {
                String inserted = edit.inserted instanceof Double number
                        ? JsNumber.toString(number)
                        : Json.stringify(new Any.Text((String) edit.inserted));
                out.write(comma + '[' + edit.index + ',' + edit.deleted + ',' + inserted + ']');
                comma = ",";
            }
            out.write(']');
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads the output of {@link #write}. */
    static Edits read(Path file) {
        try {
            Edits edits = new Edits();
            Any json = Json.parse(Files.readString(file, StandardCharsets.UTF_8), 4);
            for (Any item : ((Any.Array) json).items()) {
                edits.add(edit(item));
            }
            return edits;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns the change that a JSON list describes. */
    static Edit edit(Any json) {
        List<Any> fields = ((Any.Array) json).items();
        Any inserted = fields.get(2);
        return new Edit(
                (int) ((Any.Num) fields.get(0)).value(),
                (int) ((Any.Num) fields.get(1)).value(),
                inserted instanceof Any.Num number ? (Object) number.value() : ((Any.Text) inserted).value());
    }
}
