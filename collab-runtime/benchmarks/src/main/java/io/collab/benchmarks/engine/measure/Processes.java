package io.collab.benchmarks.engine.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Runs the measuring processes. */
final class Processes {

    private Processes() {}

    /**
     * Runs a command to its end.
     *
     * @param output receives every line with a result; others, of the JVM for example, go to standard error
     * @throws IOException if the command fails
     */
    static void run(List<String> command, Consumer<String> output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    output.accept(line);
                } else {
                    System.err.println(line);
                }
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("exit code " + status + ": " + String.join(" ", command));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
