package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import example.FirstDocument;
import io.collab.crdt.lib0.Any;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/engine.md: its example is the one that is compiled and run here, and its table has every name of the npm
 * packages. src/test/interop/exports.mjs lists the names.
 */
class EngineDocTest {

    private static final Path DOCS = Path.of(System.getProperty("basedir", "."), "../../docs/engine.md");
    private static final Path EXAMPLE =
            Path.of(System.getProperty("basedir", "."), "src/test/java/example/FirstDocument.java");
    private static final Path EXPORTS =
            Path.of(System.getProperty("basedir", "."), "src/test/resources/golden/exports.txt");
    private static final Path READER = Path.of(System.getProperty("basedir", "."), "src/test/interop/open.mjs");
    private static final List<String> PACKAGES =
            List.of("io.collab.crdt.", "io.collab.crdt.update.", "io.collab.crdt.sync.", "io.collab.crdt.lib0.");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| `([^`]+)` \\| (.+) \\|");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*)(?:\\.(\\w+))?`");

    @TempDir
    Path folder;

    @Test
    void thePageShowsTheExampleAndItsReader() throws IOException {
        assertThat(Files.readString(DOCS))
                .contains("```java\n" + Files.readString(EXAMPLE) + "```\n")
                .contains("```js\n" + Files.readString(READER) + "```\n");
    }

    @Test
    void theExampleRuns() throws IOException {
        Path file = folder.resolve("first.bin");
        FirstDocument.main(file.toString());
        YDoc opened = Documents.replicaOf(Files.readAllBytes(file));
        assertThat(opened.getText("body").toDelta())
                .containsExactly(
                        new Delta.InsertText("Hello", Map.of("bold", Any.of(true))),
                        new Delta.InsertText(", world", Map.of()));
        assertThat(opened.getMap("meta").toJson()).isEqualTo(Any.of(Map.of("title", "First")));
        assertThat(opened.getArray("tags").toJson()).isEqualTo(Any.of(List.of("a", 1, true)));
    }

    @Test
    void everyExportedNameHasARow() throws IOException {
        List<String> exported = Files.readAllLines(EXPORTS);
        assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(exported);
    }

    @Test
    void theNamesInTheTableExist() throws IOException {
        rows().forEach((exported, ours) -> {
            Matcher names = NAME.matcher(ours);
            while (names.find()) {
                assertThat(exists(names.group(1), names.group(2)))
                        .as(names.group() + " for " + exported)
                        .isTrue();
            }
        });
    }

    /** Returns the rows of the table: "module name" to the names here. */
    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(DOCS)) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && (row.group(1).equals("yjs") || row.group(1).startsWith("y-protocols"))) {
                rows.put(row.group(1) + " " + row.group(2), row.group(3));
            }
        }
        return rows;
    }

    private static boolean exists(String type, String member) {
        for (String at : PACKAGES) {
            try {
                Class<?> found = Class.forName(at + type);
                return member == null
                        || Arrays.stream(found.getMethods())
                                .anyMatch(method -> method.getName().equals(member))
                        || Arrays.stream(found.getFields())
                                .anyMatch(field -> field.getName().equals(member))
                        || Arrays.stream(found.getClasses())
                                .anyMatch(inner -> inner.getSimpleName().equals(member));
            } catch (ClassNotFoundException elsewhere) {
                continue;
            }
        }
        return false;
    }
}
