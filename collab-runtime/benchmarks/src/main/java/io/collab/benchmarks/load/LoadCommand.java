package io.collab.benchmarks.load;

import io.collab.benchmarks.Options;
import io.collab.benchmarks.UsageException;
import io.collab.benchmarks.server.Workspace;
import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The command {@code load}: one workload on a server that is already running. */
public final class LoadCommand {
    /** The usage text. */
    public static final String USAGE = """
            Usage: java -jar collab-benchmarks.jar load --url URL [OPTIONS]

              --url URL        the URL for clients: ws://host:port/collab/h, or for y-websocket
                               ws://host:port/collab/y, to which the document's name is appended
              --wire WIRE      hocuspocus (default) or y-websocket
              --pid PID[,PID]  the server's processes, whose CPU time and memory are read
              --run A|B        A (default): 1 document, 50 clients, 5 edits a second each;
                               B: 100 documents, 5 clients each, 2 edits a second each
              --documents N --clients N --rate N --length N
                               change that: documents, clients per document, edits per second of each client,
                               characters per edit
              --warmup SECONDS --seconds SECONDS
                               default 30 and 20
              --name NAME      the name of the server in the table
              --profile        record the first process with JFR and print where its CPU time is spent
            """;

    private static final Set<String> KNOWN =
            Set.of("url", "wire", "pid", "run", "documents", "clients", "rate", "length", "warmup", "seconds", "name");

    private LoadCommand() {}

    /** Runs the command; prints a JSON line and a table. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Options options = Options.parse(arguments, KNOWN, Set.of("profile"));
        String url = options.text("url");
        if (url == null) {
            throw new UsageException("The option --url is missing: it names the server.");
        }
        List<Long> processes = options.text("pid") == null
                ? List.of()
                : Arrays.stream(options.text("pid", "").split(","))
                        .map(Long::valueOf)
                        .toList();
        LoadTarget target = new LoadTarget(
                options.text("name", "server"),
                wire(options.text("wire", "hocuspocus")),
                URI.create(url),
                processes,
                null);
        Profile profile = null;
        if (options.has("profile")) {
            if (processes.isEmpty()) {
                throw new UsageException("The option --pid is missing: it names the process to record.");
            }
            profile = new Profile(
                    processes.get(0), Workspace.beside().log("profile").resolveSibling("profile.jfr"));
        }
        try (LoadRun run = new LoadRun(target, workload(options.text("run", "A"), options))) {
            LoadResult result = run.run(profile);
            System.out.println(result.json());
            System.out.println();
            System.out.print(ResultTable.of(List.of(result)));
            if (profile != null) {
                System.out.print(profile.summary());
            }
            return result.isRight() ? 0 : 1;
        }
    }

    /** Returns a workload by its name, modified by options. */
    static Workload workload(String name, Options options) {
        Duration warmup = Duration.ofSeconds(options.number("warmup", 30));
        Duration measured = Duration.ofSeconds(options.number("seconds", 20));
        Workload named = switch (name) {
            case "A" -> Workload.a(warmup, measured);
            case "B" -> Workload.b(warmup, measured);
            default -> throw new UsageException("There is no run " + name + "; there are A and B.");
        };
        Workload changed = new Workload(
                name,
                (int) options.number("documents", named.documents()),
                (int) options.number("clients", named.clients()),
                options.decimal("rate", named.rate()),
                (int) options.number("length", named.length()),
                warmup,
                measured);
        return changed.equals(named) ? named : changed.named(name + "'");
    }

    /** Returns a wire by its name. */
    static ClientWire.Kind wire(String name) {
        try {
            return ClientWire.Kind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new UsageException("There is no wire " + name + "; there are hocuspocus and y-websocket.", unknown);
        }
    }
}
