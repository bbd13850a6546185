package io.collab.benchmarks.engine.measure;

import io.collab.benchmarks.Options;
import io.collab.benchmarks.UsageException;
import io.collab.benchmarks.server.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The command line. Exits with 0 if all results are right, 1 if not, 2 if the arguments are invalid. */
public final class EngineBenchmark {
    private static final String USAGE = """
            Usage: java -jar engine-benchmark.jar --traces DIR [OPTIONS]

              --traces DIR        a folder with editing traces (*.json.gz), in the format of the editing-traces
                                  collection; automerge-paper among them adds the b4 lines
              --peers LIST        engines to measure beside this one, in Node: default yjs; also json-joy, ywasm;
                                  none
              --groups LIST       only these groups of lines; --list prints all
              --list              print all lines, and measure nothing
              --json FILE         appends a line for each result
              --java-options TEXT options for the measuring JVMs, separated by blanks; default
                                  -XX:+UseSerialGC -Xms1g -Xmx1g
            """;

    private static final List<String> PROGRAMS = List.of("measure.mjs", "yjs.mjs", "ywasm.mjs", "json-joy.mjs");
    private static final Set<String> PEERS = Set.of("yjs", "ywasm", "json-joy");
    private static final int COLD_RUNS = 5;

    /** A heap that does not grow during a measurement, and a collector without costly write barriers. */
    private static final String JAVA_OPTIONS = "-XX:+UseSerialGC -Xms1g -Xmx1g";

    private final Options options;
    private final Workspace workspace = Workspace.beside();
    private final Path folder;
    private final List<String> peers;

    private EngineBenchmark(Options options) throws IOException {
        this.options = options;
        this.folder = workspace.folder("engine-inputs");
        this.peers = options.text("peers", "yjs").equals("none") ? List.of() : options.list("peers", "yjs");
        for (String peer : peers) {
            if (!PEERS.contains(peer)) {
                throw new UsageException("There is no peer " + peer + "; there are " + PEERS + ".");
            }
        }
    }

    /** Runs the command; prints the table. */
    public static void main(String... arguments) {
        System.exit(run(Arrays.asList(arguments)));
    }

    private static int run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h")) {
            System.out.print(USAGE);
            return arguments.isEmpty() ? 2 : 0;
        }
        try {
            return new EngineBenchmark(Options.parse(
                            arguments, Set.of("traces", "peers", "groups", "json", "java-options"), Set.of("list")))
                    .run();
        } catch (UsageException wrong) {
            System.err.println(wrong.getMessage());
            return 2;
        } catch (IOException | RuntimeException failed) {
            System.err.println(failed);
            return 1;
        }
    }

    private int run() throws IOException {
        @Nullable String traces = options.text("traces");
        if (traces == null || !Files.isDirectory(Path.of(traces))) {
            throw new UsageException("The option --traces is missing: it names a folder with traces.\n\n" + USAGE);
        }
        System.out.println("Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors; reading traces and making inputs ...");
        List<Line> lines = Plan.prepare(Trace.readAll(Path.of(traces)), new Inputs(folder));
        PlanFile.write(lines, folder);
        List<String> groups = lines.stream().map(Line::group).distinct().toList();
        if (options.has("list")) {
            lines.forEach(line -> System.out.println(line.group() + "  " + line.id()));
            return 0;
        }
        List<String> wanted = options.text("groups") == null ? groups : options.list("groups", "");
        if (!groups.containsAll(wanted)) {
            throw new UsageException("The groups are " + groups + ".");
        }
        Report report = new Report(lines, peers);
        for (String group : wanted) {
            measure(group, lines.stream().anyMatch(line -> line.group().equals(group) && line.isCold()), report);
        }
        return finish(report);
    }

    private int finish(Report report) throws IOException {
        System.out.println();
        System.out.print(report.table());
        @Nullable String file = options.text("json");
        if (file != null) {
            Path path = Path.of(file);
            List<String> before = Files.exists(path) ? Files.readAllLines(path) : List.of();
            List<String> all = new ArrayList<>(before);
            all.addAll(report.json());
            Files.write(path, all);
        }
        for (String different : report.different()) {
            System.out.println("Different result: " + different);
        }
        return report.different().isEmpty() ? 0 : 1;
    }

    private void measure(String group, boolean cold, Report report) throws IOException {
        measure(Report.OURS, ours(group), cold, report);
        for (String peer : peers) {
            try {
                measure(peer, peer(peer, group), cold, report);
            } catch (IOException failed) {
                System.out.println("  " + peer + " has failed: " + failed.getMessage());
            }
        }
    }

    private static void measure(String engine, List<String> command, boolean cold, Report report) throws IOException {
        Consumer<Measured> found = measured -> {
            System.out.println("  " + measured.line() + "  " + engine + "  " + Report.number(measured.value()));
            report.add(engine, measured);
        };
        if (cold) {
            medianOfCold(command).forEach(found);
        } else {
            Processes.run(command, line -> found.accept(Measured.fromJson(line)));
        }
    }

    /** Runs a command several times; returns the median of its results. */
    private static List<Measured> medianOfCold(List<String> command) throws IOException {
        List<Measured> runs = new ArrayList<>();
        for (int i = 0; i < COLD_RUNS; i++) {
            Processes.run(command, line -> runs.add(Measured.fromJson(line)));
        }
        runs.sort((a, b) -> Double.compare(a.value(), b.value()));
        return runs.isEmpty() ? runs : List.of(runs.get(runs.size() / 2));
    }

    private List<String> ours(String group) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String text = options.text("java-options", JAVA_OPTIONS);
        command.addAll(text.isBlank() ? List.of() : List.of(text.strip().split(" +")));
        command.addAll(List.of("-cp", Workspace.classPath(), Worker.class.getName(), folder.toString(), group));
        return command;
    }

    private List<String> peer(String peer, String group) throws IOException {
        Path programs = workspace.nodePrograms(EngineBenchmark.class, "engine-peers", PROGRAMS);
        String program = programs.resolve("measure.mjs").toString();
        return List.of(
                "node",
                "--expose-gc",
                "--max-old-space-size=4096",
                "--max-semi-space-size=64",
                program,
                peer,
                folder.toString(),
                group);
    }
}
