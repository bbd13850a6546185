package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A running npm yjs (src/test/interop/peer.mjs): one command per line, one answer per line. */
final class YjsPeer implements AutoCloseable {

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    YjsPeer() {
        File directory = new File(System.getProperty("collab.interop", "src/test/interop"));
        if (!new File(directory, "node_modules/yjs").isDirectory()) {
            throw new IllegalStateException("The interoperability tests need npm yjs: run \"npm ci\" in " + directory);
        }
        try {
            process = new ProcessBuilder("node", "peer.mjs")
                    .directory(directory)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The interoperability tests need Node 20.19 or newer on the PATH; skip them with -DskipITs", e);
        }
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Sends a command; returns the fields {@code ok} and {@code updates} of the answer. */
    Golden run(Map<String, Object> command) {
        try {
            commands.write(Json.stringify(Any.of(command)));
            commands.newLine();
            commands.flush();
            String line = answers.readLine();
            Golden answer = new Golden(((Any.Obj) Json.parse(line, 100)).entries());
            if (answer.has("error")) {
                throw new IllegalStateException(answer.text("error") + " after " + command);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
