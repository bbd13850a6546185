package io.collab.samples.browser;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** Waits for processes, with a deadline. */
final class Processes {
    private static final long DEADLINE_MINUTES = 5;

    private Processes() {}

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
