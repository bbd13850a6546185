package io.collab.benchmarks.soak;

import io.collab.benchmarks.Options;
import io.collab.benchmarks.server.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The command {@code soak}: well-behaved clients on a server that others attack. */
public final class SoakCommand {
    /** The usage text. */
    public static final String USAGE = """
            Usage: java -jar collab-benchmarks.jar soak [OPTIONS]

              --minutes N      the time for all attacks together, each an equal share, and as much before the first
                               and after the last one; default 30. Checks come on top: some seconds after each,
                               half a minute if the server does not settle, minutes if it does not answer
              --attacks A,B    only these, in this order; default is all
              --list           print the attacks, and end
              --pairs N        the number of pairs of well-behaved clients, even; default 20
              --host ADDRESS   the loopback address that the server listens on; default 127.0.0.1.
                               Any other address is refused
              --editor-jar JAR the editor's jar; default is the one of this build
              --java-options TEXT
                               more options for the server's JVM, separated by blanks

            Starts the editor with 512 MB of heap on H2 in a folder of its own. Pairs of clients, half on each wire,
            type in a document of their own, while one attack after the other runs. Exits with 1 if during or after
            an attack
              - a well-behaved client was closed, or an edit was lost or duplicated;
              - /health/ready was not 200 within a second;
              - half a minute later, after a full collection, the server had over 64 MiB of heap, 32 threads
                (those of the container's HTTP pool apart) or 8 sockets more than before the first attack;
              - the log grew by 1 MB or more, or names an OutOfMemoryError.
            """;

    private static final Set<String> KNOWN =
            Set.of("minutes", "attacks", "pairs", "host", "editor-jar", "java-options");

    private SoakCommand() {}

    /** Runs the command; prints a JSON line per attack, then the table. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Options options = Options.parse(arguments, KNOWN, Set.of("list"));
        if (options.has("list")) {
            Attack.all().forEach(attack -> System.out.printf("%-20s %s%n", attack.name(), attack.what()));
            return 0;
        }
        Workspace workspace = Workspace.beside();
        SoakPlan plan = SoakPlan.of(options, workspace.editorJar());
        Readings.require();
        try (Soak soak = new Soak(plan, workspace, result -> System.out.println(result.json()))) {
            try {
                soak.run();
            } finally {
                System.out.println();
                System.out.print(SoakResult.table(soak.results()));
            }
            return soak.results().stream().allMatch(result -> result.faults().isEmpty()) ? 0 : 1;
        }
    }
}
