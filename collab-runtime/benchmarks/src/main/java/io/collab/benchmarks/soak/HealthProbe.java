package io.collab.benchmarks.soak;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks for readiness twice per second, each time on a new connection, on a thread of its own. */
final class HealthProbe implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;
    private static final int GIVE_UP_MILLIS = 5_000;
    static final int OK = 200;

    private final URI address;
    private final Thread thread = new Thread(this::run, "health");
    private Answers answers = Answers.NONE;

    /**
     * The answers of some time.
     *
     * @param count the number of requests
     * @param wrong the number of answers other than 200
     * @param late the number of requests without an answer within a second
     * @param worstMillis the longest time until an answer, 5,000 if there was none
     * @param last the status of the last answer, 0 if there was none
     */
    record Answers(int count, int wrong, int late, double worstMillis, int last) {
        static final Answers NONE = new Answers(0, 0, 0, 0, 0);

        private static final double LATE_MILLIS = 1_000;

        /** Returns these answers and one more; status 0 is no answer. */
        Answers and(int status, double millis) {
            return new Answers(
                    count + 1,
                    wrong + (status != OK && status != 0 ? 1 : 0),
                    late + (status == 0 || millis > LATE_MILLIS ? 1 : 0),
                    Math.max(worstMillis, millis),
                    status);
        }
    }

    /** @param address the URL of the readiness check */
    HealthProbe(URI address) {
        this.address = address;
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks once. */
    static Answers ask(URI address) {
        long start = System.nanoTime();
        int status = status(address);
        double millis = status == 0 ? GIVE_UP_MILLIS : (System.nanoTime() - start) / 1e6;
        return Answers.NONE.and(status, millis);
    }

    /** Returns the answers since the last call. */
    synchronized Answers take() {
        Answers taken = answers;
        answers = Answers.NONE;
        return taken;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Answers one = ask(address);
                synchronized (this) {
                    answers = answers.and(one.last(), one.worstMillis());
                }
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static int status(URI address) {
        try {
            HttpURLConnection request = (HttpURLConnection) address.toURL().openConnection();
            request.setConnectTimeout(GIVE_UP_MILLIS);
            request.setReadTimeout(GIVE_UP_MILLIS);
            request.setRequestProperty("Connection", "close");
            return Math.max(0, request.getResponseCode());
        } catch (IOException refused) {
            return 0;
        }
    }
}
