package io.collab.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that the tool has started and that is ready for clients. Killed when the tool exits. */
public final class ManagedProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Thread endWithTool;

    private ManagedProcess(Process process) {
        this.process = process;
        this.endWithTool = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithTool);
    }

    /**
     * Starts a process and waits until it reports that it is ready.
     *
     * @param ready the prefix of the output line that reports readiness
     * @param log the file to which its output is appended
     * @throws IOException if it ends or is not ready in time
     */
    public static ManagedProcess start(List<String> command, Path folder, String ready, Path log, int seconds)
            throws IOException {
        Files.createDirectories(folder);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        ManagedProcess managed = new ManagedProcess(process);
        CompletableFuture<Void> isReady = new CompletableFuture<>();
        Thread reader = new Thread(() -> readOutput(process, ready, log, isReady), "output");
        reader.setDaemon(true);
        reader.start();
        try {
            isReady.get(seconds, TimeUnit.SECONDS);
            return managed;
        } catch (InterruptedException interrupted) {
            managed.kill();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            managed.kill();
            throw new IOException("it did not start: " + String.join(" ", command) + "; see " + log, failed);
        }
    }

    /** Returns the path of the JVM that runs this tool. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Returns a free port. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns the process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns whether the process is running. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGKILL, after which the process cannot write anything. Returns when it has ended. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Sends SIGTERM, and SIGKILL after a time-out. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitEnd()) {
            kill();
        }
    }

    private boolean awaitEnd() {
        try {
            boolean ended = process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            if (ended) {
                forget();
            }
            return ended;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(endWithTool);
        } catch (IllegalStateException goingDown) {
            // the shutdown hook is already running
        }
    }

    private static void readOutput(Process process, String ready, Path log, CompletableFuture<Void> isReady) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter file = new PrintWriter(
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.println(line);
                file.flush();
                if (line.startsWith(ready)) {
                    isReady.complete(null);
                }
            }
            isReady.completeExceptionally(new IOException("the process has ended"));
        } catch (IOException failed) {
            isReady.completeExceptionally(failed); // usually because it was killed
        }
    }
}
