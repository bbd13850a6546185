package io.collab.benchmarks.load;

import io.collab.benchmarks.Options;
import io.collab.benchmarks.UsageException;
import io.collab.benchmarks.server.ProcessStats;
import io.collab.benchmarks.server.RunningServer;
import io.collab.benchmarks.server.Servers;
import io.collab.benchmarks.server.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command {@code compare}: the same load on several servers, one by one, each freshly started. */
public final class CompareCommand {
    /** The usage text. */
    public static final String USAGE = """
            Usage: java -jar collab-benchmarks.jar compare [OPTIONS]

              --servers LIST   the servers, in this order; default editor-h2,editor-postgres,hocuspocus; also node-h2
                               and node-postgres, the runtime in a plain JVM on a plain TCP transport.
                               editor-*: the editor's jar; *-postgres: on a PostgreSQL with fsync,
                               started for the run;
                               hocuspocus: @hocuspocus/server of npm, installed on first use
              --runs LIST      default A,B; the command load describes them
              --wires LIST     default hocuspocus,y-websocket; a server without a wire is skipped
              --warmup SECONDS --seconds SECONDS
                               default 30 and 20
              --documents N --clients N --rate N --length N
                               change the runs; see the command load
              --editor-jar JAR the editor's jar; default is the one of this build
              --java-options TEXT
                               options for the JVMs of the Java servers, separated by blanks
              --json FILE      appends a line for each result
              --profile        record the Java servers with JFR and print where their CPU time is spent; costs a little of it
            """;

    private static final Set<String> KNOWN = Set.of(
            "servers",
            "runs",
            "wires",
            "warmup",
            "seconds",
            "documents",
            "clients",
            "rate",
            "length",
            "editor-jar",
            "java-options",
            "json");

    private final Options options;
    private final Workspace workspace = Workspace.beside();
    private final List<LoadResult> results = new ArrayList<>();

    private CompareCommand(Options options) {
        this.options = options;
    }

    /** Runs the command; prints the tables. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        CompareCommand command = new CompareCommand(Options.parse(arguments, KNOWN, Set.of("profile")));
        command.measureAll();
        System.out.println();
        System.out.println(ResultTable.of(command.results));
        System.out.print(ResultTable.ratios(command.results));
        return command.results.stream().allMatch(LoadResult::isRight) ? 0 : 1;
    }

    private void measureAll() throws IOException, InterruptedException {
        Path editor = Path.of(options.text("editor-jar", workspace.editorJar().toString()));
        String text = options.text("java-options", "");
        Servers servers = new Servers(
                workspace,
                editor,
                text.isBlank() ? List.of() : List.of(text.strip().split(" +")));
        List<String> names = options.list("servers", "editor-h2,editor-postgres,hocuspocus");
        for (String name : names) {
            if (!Servers.names().contains(name)) {
                throw new UsageException("There is no server " + name + "; there are " + Servers.names() + ".");
            }
        }
        System.out.println(
                "Java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors()
                        + " processors, load average " + ProcessStats.loadAverage());
        for (String run : options.list("runs", "A,B")) {
            for (String wire : options.list("wires", "hocuspocus,y-websocket")) {
                for (String name : names) {
                    measure(servers, name, wire, LoadCommand.workload(run, options));
                }
            }
        }
    }

    private void measure(Servers servers, String name, String wire, Workload workload)
            throws IOException, InterruptedException {
        boolean isOurs = !name.equals("hocuspocus");
        if (!wire.equals("hocuspocus") && !name.startsWith("editor")) {
            return;
        }
        System.out.println("Run " + workload.name() + ", " + name + ", " + wire + " ...");
        try (RunningServer server = servers.start(name)) {
            LoadTarget target = LoadTarget.of(server, LoadCommand.wire(wire));
            if (target == null) {
                return;
            }
            Profile profile = options.has("profile") && isOurs ? profile(server, wire, workload) : null;
            try (LoadRun run = new LoadRun(target, workload)) {
                LoadResult result = run.run(profile);
                results.add(result);
                System.out.println(result.json());
                append(result);
            }
            if (profile != null) {
                System.out.print(profile.summary());
            }
        }
    }

    private Profile profile(RunningServer server, String wire, Workload workload) throws IOException {
        String file = "profile-" + server.name() + "-" + wire + "-" + workload.name() + ".jfr";
        return new Profile(server.process().pid(), workspace.log("profile").resolveSibling(file));
    }

    private void append(LoadResult result) throws IOException {
        @Nullable String file = options.text("json");
        if (file != null) {
            Files.writeString(
                    Path.of(file),
                    result.json() + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }
}
