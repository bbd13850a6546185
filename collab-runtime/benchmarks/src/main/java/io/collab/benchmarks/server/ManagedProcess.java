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

/** A process that was started by the tool and is ready for its clients. Ends with the tool, however that ends. */
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
     * Starts a process and waits until it says that it is ready.
     *
     * @param ready how the line begins with which it says so
     * @param log the file that gets all it prints, appended
     * @throws IOException if it ends or is silent for too long
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

    /** The JVM that runs this tool, as a command. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A port that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: it gets no chance to write anything. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and SIGKILL when that takes too long. */
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
            // the hook runs already
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
            isReady.completeExceptionally(failed); // as a rule because it was killed
        }
    }
}
