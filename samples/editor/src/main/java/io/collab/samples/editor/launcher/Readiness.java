package io.collab.samples.editor.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until the application reports that it is ready; a listening server is not enough. */
final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final int OK = 200;

    private final String address;
    private final Duration deadline;

    Readiness(CommandLine commandLine, Duration deadline) {
        this.address = commandLine.address();
        this.deadline = deadline;
    }

    /**
     * Blocks until the application is ready.
     *
     * @throws StartException if the application is not deployed, or not ready before the deadline
     */
    void await() throws StartException {
        if (status("/") != OK) {
            throw new StartException(
                    StartFailure.sentence("The application could not be deployed; the lines above have the cause."));
        }
        long end = System.nanoTime() + deadline.toNanos();
        while (status("/health/ready") != OK) {
            if (System.nanoTime() > end) {
                throw new StartException(
                        StartFailure.sentence("The editor is not ready after " + deadline.toSeconds() + " seconds."));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Returns the HTTP status, 0 if there is no response. */
    private int status(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<Void> response = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
            return response.statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
