package io.collab.benchmarks.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts servers for a measurement, each in a fresh folder. */
public final class Servers {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int EDITOR_SECONDS = 180;
    private static final int NODE_SECONDS = 60;

    private final Workspace workspace;
    private final Path editorJar;
    private final List<String> javaOptions;

    /**
     * Creates the factory.
     *
     * @param workspace the folder of logs and Node programs
     * @param editorJar the jar that starts the editor
     * @param javaOptions JVM options for the Java servers
     */
    public Servers(Workspace workspace, Path editorJar, List<String> javaOptions) {
        this.workspace = workspace;
        this.editorJar = editorJar;
        this.javaOptions = List.copyOf(javaOptions);
    }

    /** Returns the names that {@link #start} accepts. */
    public static List<String> names() {
        return List.of("editor-h2", "editor-postgres", "node-h2", "node-postgres", "hocuspocus");
    }

    /** Starts a server by its name. */
    public RunningServer start(String name) throws IOException {
        Path folder = Workspace.temporary(name);
        return switch (name) {
            case "editor-h2" -> editor(name, LOOPBACK, folder, null);
            case "editor-postgres" -> editor(name, LOOPBACK, folder, PostgresServer.start(folder.resolve("postgres")));
            case "node-h2" -> node(name, folder, null);
            case "node-postgres" -> node(name, folder, PostgresServer.start(folder.resolve("postgres")));
            case "hocuspocus" -> hocuspocus(name, folder);
            default -> throw new IllegalArgumentException("no server is called " + name + "; there are " + names());
        };
    }

    /**
     * Starts the editor on H2.
     *
     * @param name the name in tables, and of the log
     * @param host the address to listen on
     */
    public RunningServer startEditor(String name, InetAddress host) throws IOException {
        return editor(name, host, Workspace.temporary(name), null);
    }

    private RunningServer editor(String name, InetAddress host, Path folder, @Nullable PostgresServer database)
            throws IOException {
        if (!Files.exists(editorJar)) {
            throw new IOException(editorJar + " does not exist: build it, or name it with --editor-jar");
        }
        int port = ManagedProcess.freePort();
        List<String> command = new ArrayList<>(editorCommand(editorJar, port, url(folder, database), javaOptions));
        command.addAll(List.of("--host", host.getHostAddress()));
        ManagedProcess process =
                ManagedProcess.start(command, folder, "Open http", workspace.log(name), EDITOR_SECONDS);
        String address = host instanceof Inet6Address ? "[" + host.getHostAddress() + "]" : host.getHostAddress();
        String base = "ws://" + address + ":" + port + "/collab";
        return new RunningServer(name, process, URI.create(base + "/h"), URI.create(base + "/y"), database, folder);
    }

    /** Returns the command that starts the editor. */
    public static List<String> editorCommand(Path jar, int port, String storeUrl, List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(ManagedProcess.java()));
        command.addAll(javaOptions);
        command.add("-Dcollab.store.url=" + storeUrl);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString(), "--port", Integer.toString(port)));
        return command;
    }

    /** Returns the command that starts a bare node. */
    public static List<String> nodeCommand(String mainClass, int port, String storeUrl, List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(ManagedProcess.java()));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", Workspace.classPath(), "-Dcollab.store.url=" + storeUrl, mainClass));
        command.add(Integer.toString(port));
        return command;
    }

    private RunningServer node(String name, Path folder, @Nullable PostgresServer database) throws IOException {
        int port = ManagedProcess.freePort();
        List<String> command = nodeCommand(NodeMain.class.getName(), port, url(folder, database), javaOptions);
        ManagedProcess process =
                ManagedProcess.start(command, folder, NodeMain.READY, workspace.log(name), NODE_SECONDS);
        return new RunningServer(name, process, URI.create("tcp://127.0.0.1:" + port), null, database, folder);
    }

    private RunningServer hocuspocus(String name, Path folder) throws IOException {
        int port = ManagedProcess.freePort();
        Path program = workspace.nodePrograms().resolve("hocuspocus.mjs");
        List<String> command = List.of("node", program.toString(), Integer.toString(port));
        ManagedProcess process = ManagedProcess.start(command, folder, "READY", workspace.log(name), NODE_SECONDS);
        return new RunningServer(name, process, URI.create("ws://127.0.0.1:" + port), null, null, folder);
    }

    private static String url(Path folder, @Nullable PostgresServer database) {
        return database == null ? "jdbc:h2:file:" + folder.resolve("data/collab") : database.url();
    }
}
