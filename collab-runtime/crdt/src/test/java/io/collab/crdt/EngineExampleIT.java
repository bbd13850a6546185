package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import example.FirstDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** npm yjs opens the file that the example of docs/engine.md writes. */
class EngineExampleIT {

    @TempDir
    Path folder;

    @Test
    void npmYjsReadsTheDocument() throws Exception {
        Path file = folder.resolve("first.bin");
        FirstDocument.main(file.toString());
        Process node = new ProcessBuilder("node", "open.mjs", file.toString())
                .directory(Path.of(System.getProperty("collab.interop", "src/test/interop"))
                        .toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).isZero();
        assertThat(printed).isEqualTo("""
                        [{"insert":"Hello","attributes":{"bold":true}},{"insert":", world"}]
                        [{"title":"First"},["a",1,true]]
                        """);
    }
}
