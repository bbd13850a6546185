package io.collab.benchmarks.crash;

import io.collab.benchmarks.JsonLine;
import io.collab.benchmarks.Options;
import io.collab.benchmarks.UsageException;
import io.collab.benchmarks.server.NodeMain;
import io.collab.benchmarks.server.ProcessStats;
import io.collab.benchmarks.server.Servers;
import io.collab.benchmarks.server.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The command {@code kill-nine}: checks that acknowledged edits are present after SIGKILL. */
public final class KillNineCommand {
    /** The usage text. */
    public static final String USAGE = """
            Usage: java -jar collab-benchmarks.jar kill-nine [OPTIONS]

              --target T       node (default): the runtime in a plain JVM, on a plain TCP transport;
                               jar: the editor's jar, over WebSocket; both speak the Hocuspocus protocol;
                               hocuspocus: @hocuspocus/server of npm, which keeps each document in a file
              --store S        h2 (default), embedded in the killed process;
                               postgres: a PostgreSQL started for the run, with fsync, not killed
              --kill-database  kills the database as well, before or after the server
              --rounds N       the number of kills; default 20
              --writers N      the number of writers; default 20
              --documents N    the number of documents that they share; default 4
              --rate N         tokens per second of each writer; default 25
              --seed S         of the random times of the kills; default 1
              --work FOLDER    the folder of data and state. The same command resumes after the last finished round;
                               the folder is deleted after all rounds if no check failed
              --yjs            at the end, checks the documents with Yjs of npm as well
              --editor-jar JAR the editor's jar; default is the one of this build
              --java-options TEXT
                               options for the killed JVM, separated by blanks

            Each writer inserts unique tokens and records which are acknowledged. After each kill the server is
            restarted on the same data, and its documents are read before any writer reconnects:
              lost        acknowledged, but absent
              duplicated  present more than once
              vanished    sent to another writer, but absent
              phantoms    present, but created by no writer
              gaps        places where tokens in the middle of a writer's sequence are missing
            Then the writers reconnect and send what the server's state vector lacks. Exits with 1 if any number
            is above zero.
            """;

    private static final Set<String> KNOWN = Set.of(
            "target", "store", "rounds", "writers", "documents", "rate", "seed", "work", "editor-jar", "java-options");

    private static final int NODE_SECONDS = 60;
    private static final int EDITOR_SECONDS = 180;

    private KillNineCommand() {}

    /** Runs the command; prints a line per round, the totals, and the totals as JSON. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Options options = Options.parse(arguments, KNOWN, Set.of("kill-database", "yjs"));
        Workspace workspace = Workspace.beside();
        CrashPlan plan = plan(options, workspace);
        System.out.println("Kill -9: target " + plan.target() + ", store " + plan.store() + ", " + plan.rounds()
                + " rounds, " + plan.writers() + " writers, seed " + plan.seed() + ", in " + plan.folder());
        long started = System.nanoTime();
        Tally worst;
        boolean yjsAgrees = true;
        try (KillNine killNine = new KillNine(plan, workspace, System.out)) {
            worst = killNine.run();
            if (options.has("yjs")) {
                yjsAgrees = YjsFold.agrees(workspace, plan.folder(), killNine.contents(), worst.found());
                System.out.println("npm yjs reads the same documents and " + (yjsAgrees ? "agrees" : "DOES NOT AGREE"));
            }
        }
        System.out.println("Total  rounds " + plan.rounds() + "  " + worst);
        System.out.println(new JsonLine()
                .put("target", plan.target())
                .put("store", plan.store())
                .put("killDatabase", plan.killDatabase())
                .put("rounds", plan.rounds())
                .put("writers", plan.writers())
                .put("seed", plan.seed())
                .put("acknowledged", worst.acknowledged())
                .put("found", worst.found())
                .put("lost", worst.lost())
                .put("duplicated", worst.duplicated())
                .put("vanished", worst.vanished())
                .put("phantoms", worst.phantoms())
                .put("gaps", worst.gaps())
                .put("seconds", (System.nanoTime() - started) / 1_000_000_000L)
                .put("loadAverage", ProcessStats.loadAverage()));
        boolean isRight = worst.isRight() && worst.missing() == 0 && yjsAgrees;
        if (isRight) {
            Workspace.delete(plan.folder());
        }
        return isRight ? 0 : 1;
    }

    private static CrashPlan plan(Options options, Workspace workspace) throws IOException {
        String target = options.text("target", "node");
        String store = options.text("store", target.equals("hocuspocus") ? "file" : "h2");
        if (!Set.of("h2", "postgres", "file").contains(store)) {
            throw new UsageException("There is no store " + store + "; there are h2 and postgres.");
        }
        long seed = options.number("seed", 1);
        Path folder = Path.of(options.text(
                "work",
                workspace
                        .log("x")
                        .resolveSibling("../kill-nine-" + target + "-" + store + "-" + seed)
                        .normalize()
                        .toString()));
        return new CrashPlan(
                target,
                store,
                (int) options.number("rounds", 20),
                (int) options.number("writers", 20),
                (int) options.number("documents", 4),
                options.decimal("rate", 25),
                seed,
                options.has("kill-database"),
                folder.toAbsolutePath(),
                launcher(target, options, workspace, folder.toAbsolutePath()));
    }

    private static CrashPlan.Launcher launcher(String target, Options options, Workspace workspace, Path folder)
            throws IOException {
        String text = options.text("java-options", "");
        List<String> javaOptions =
                text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
        switch (target) {
            case "node" -> {
                return node(NodeMain.class.getName(), javaOptions);
            }
            case "jar" -> {
                Path jar =
                        Path.of(options.text("editor-jar", workspace.editorJar().toString()));
                return (port, url) -> {
                    List<String> command = new ArrayList<>(Servers.editorCommand(jar, port, url, javaOptions));
                    command.add("--stop-with-parent");
                    return new CrashPlan.Launch(
                            command, "Open http", EDITOR_SECONDS, at -> "ws://127.0.0.1:" + at + "/collab/h");
                };
            }
            case "hocuspocus" -> {
                String program =
                        workspace.nodePrograms().resolve("hocuspocus.mjs").toString();
                Path files = Files.createDirectories(folder.resolve("files"));
                return (port, url) -> new CrashPlan.Launch(
                        List.of("node", program, Integer.toString(port), files.toString()),
                        NodeMain.READY,
                        NODE_SECONDS,
                        at -> "ws://127.0.0.1:" + at);
            }
            default ->
                throw new UsageException("There is no target " + target + "; there are node, jar and hocuspocus.");
        }
    }

    /** Starts a node by its main class: the real one, or one with a deliberate fault. */
    static CrashPlan.Launcher node(String mainClass, List<String> javaOptions) {
        return (port, url) -> new CrashPlan.Launch(
                Servers.nodeCommand(mainClass, port, url, javaOptions),
                NodeMain.READY,
                NODE_SECONDS,
                at -> "tcp://127.0.0.1:" + at);
    }
}
