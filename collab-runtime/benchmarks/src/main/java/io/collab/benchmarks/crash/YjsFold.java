package io.collab.benchmarks.crash;

import io.collab.benchmarks.server.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An independent check of documents by live Yjs, which shares no code with the writers and the other check. */
final class YjsFold {
    private static final Pattern ANSWER =
            Pattern.compile("\\{\"tokens\":(\\d+),\"distinct\":(\\d+),\"pending\":(true|false).*");

    private YjsFold() {}

    /** Returns whether Yjs finds that many tokens, each once, and nothing pending. */
    static boolean agrees(Workspace workspace, Path folder, List<byte[]> contents, long tokens)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("node", workspace.nodePrograms().resolve("fold.mjs").toString()));
        for (int i = 0; i < contents.size(); i++) {
            Path file = folder.resolve("document-" + i + ".update");
            Files.write(file, contents.get(i));
            command.add(file.toString());
        }
        Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (node.waitFor() != 0) {
            throw new IOException("Yjs cannot read the documents: " + output);
        }
        long sum = 0;
        for (String line : output.lines().toList()) {
            Matcher answer = ANSWER.matcher(line);
            if (!answer.matches()
                    || !answer.group(1).equals(answer.group(2))
                    || answer.group(3).equals("true")) {
                return false;
            }
            sum += Long.parseLong(answer.group(1));
        }
        return sum == tokens;
    }
}
