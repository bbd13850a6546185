package io.collab.samples.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The editor as its users run it, {@code java -jar collab-editor.jar}, on a port and in a folder of its own. It can be
 * stopped and killed, and started again on the same port with the same data.
 */
final class EditorServer implements AutoCloseable {
    private static final long START_SECONDS = 180;
    private static final long STOP_SECONDS = 60;

    private final Path folder;
    private final int port;
    private Process process;

    private EditorServer(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /**
     * Starts it on a free port; returns when the page can be opened. Its output goes to a file in the build's folder.
     */
    static EditorServer start(Path folder) throws IOException {
        return new EditorServer(folder, freePort());
    }

    int port() {
        return port;
    }

    /** Stops it as an operator does, with SIGTERM, and waits for its end. */
    void stop() throws IOException {
        process.destroy();
        requireEnd();
    }

    /** Kills it with SIGKILL, as a crash: it cannot write anything any more. */
    void kill() throws IOException {
        process.destroyForcibly();
        requireEnd();
    }

    /** Starts it again after {@link #stop} or {@link #kill}. */
    void startAgain() throws IOException {
        process = launch();
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            stop();
        }
    }

    private void requireEnd() throws IOException {
        if (!Processes.awaitEnd(process, STOP_SECONDS)) {
            process.destroyForcibly();
            throw new IOException("The editor did not stop within " + STOP_SECONDS + " seconds");
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        command.addAll(List.of("-jar", System.getProperty("editor.jar"), "--port", Integer.toString(port)));
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        CompletableFuture<Void> open = new CompletableFuture<>();
        Thread reader = new Thread(() -> readOutput(started, open), "editor-output-" + port);
        reader.setDaemon(true);
        reader.start();
        try {
            open.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            started.destroyForcibly();
            throw new IOException("The editor did not start; see " + log(), e);
        }
        return started;
    }

    private void readOutput(Process started, CompletableFuture<Void> open) {
        try (BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
                PrintWriter log = new PrintWriter(
                        Files.newBufferedWriter(log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                log.println(line);
                log.flush();
                if (line.startsWith("Open http")) {
                    open.complete(null);
                }
            }
            open.completeExceptionally(new IOException("the process has ended"));
        } catch (IOException e) {
            // The end of a process closes its output, possibly during a read.
            open.completeExceptionally(e);
        }
    }

    private Path log() {
        return Path.of(System.getProperty("test.output"), "editor-" + port + ".log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
