package io.collab.samples.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The npm clients, run by Node: see {@code src/test/clients/stock-clients.mjs}. */
final class StockClients {
    private static final Path PACKAGE = Path.of(System.getProperty("clients.package"));

    private StockClients() {}

    /** Runs all clients on one document at once; returns their common result, as one line. */
    static String edit(String server, String document, long seed) throws IOException {
        return run(List.of(), "edit", server, document, Long.toString(seed));
    }

    /** Returns the document that npm yjs builds from updates, as one line. */
    static String describe(List<byte[]> updates) throws IOException {
        return run(updates, "describe");
    }

    private static String run(List<byte[]> input, String... arguments) throws IOException {
        if (!Files.isDirectory(PACKAGE.resolve("node_modules"))) {
            Process install = new ProcessBuilder("npm", "ci", "--omit=optional", "--no-audit", "--no-fund")
                    .directory(PACKAGE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Processes.requireSuccess(install, "npm ci");
        }
        Path lines = Files.createTempFile("collab-updates", ".txt");
        Path answer = Files.createTempFile("collab-answer", ".json");
        try {
            Files.write(
                    lines,
                    input.stream().map(Base64.getEncoder()::encodeToString).toList());
            List<String> command = new ArrayList<>(
                    List.of("node", PACKAGE.resolve("stock-clients.mjs").toString()));
            command.addAll(List.of(arguments));
            Process node = new ProcessBuilder(command)
                    .redirectInput(lines.toFile())
                    .redirectOutput(answer.toFile())
                    .redirectError(Path.of(System.getProperty("test.output"), "stock-clients.log")
                            .toFile())
                    .start();
            Processes.requireSuccess(node, "the npm clients (see target/stock-clients.log)");
            return Files.readString(answer, StandardCharsets.UTF_8).strip();
        } finally {
            Files.delete(lines);
            Files.delete(answer);
        }
    }
}
