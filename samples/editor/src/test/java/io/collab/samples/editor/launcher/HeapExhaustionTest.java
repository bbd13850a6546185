package io.collab.samples.editor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapExhaustionTest {
    @TempDir
    private Path folder;

    @Test
    void endsTheProcessWhoeverCatchesTheError() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hoarder.class.getName(),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(HeapExhaustion.EXIT_CODE);
        assertThat(errors).isEqualTo(HeapExhaustion.MESSAGE + System.lineSeparator());
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    /** Fills the heap and catches the error, as containers do. */
    static final class Hoarder {
        private Hoarder() {}

        public static void main(String... arguments) throws InterruptedException {
            HeapExhaustion.endsTheProcess(Path.of(arguments[0]));
            List<byte[]> kept = new ArrayList<>();
            try {
                while (true) {
                    kept.add(new byte[100_000]);
                }
            } catch (OutOfMemoryError e) {
                kept.clear();
            }
            Thread.currentThread().join();
        }
    }
}
