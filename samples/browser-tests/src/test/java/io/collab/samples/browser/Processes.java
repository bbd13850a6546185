package io.collab.samples.browser;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Waits for processes, with a deadline. */
final class Processes {
    private static final long DEADLINE_MINUTES = 5;

    private Processes() {}

    /**
     * Runs a program and returns when it has succeeded. Its output is written to a file in {@code test.output}; its input is a pipe
     * of its own: a program that shares the input of the test's JVM may make it non-blocking, which breaks the test runner.
     */
    static void run(ProcessBuilder builder, String name) throws IOException {
        Path log = Path.of(System.getProperty("test.output"), name + ".log");
        Files.createDirectories(log.getParent());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        requireSuccess(builder.start(), name + " (see " + log + ")");
    }

    /** Waits until the process has ended with exit code 0; kills it at the deadline. */
    static void requireSuccess(Process process, String what) throws IOException {
        if (!awaitEnd(process, TimeUnit.MINUTES.toSeconds(DEADLINE_MINUTES))) {
            process.destroyForcibly();
            throw new IOException(what + " did not end within " + DEADLINE_MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
            throw new IOException(what + " ended with " + process.exitValue());
        }
    }

    /** Returns whether the process ended within so many seconds. */
    static boolean awaitEnd(Process process, long seconds) throws IOException {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
