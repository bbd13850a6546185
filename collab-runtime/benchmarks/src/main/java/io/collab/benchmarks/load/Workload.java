package io.collab.benchmarks.load;

import java.time.Duration;

/**
 * The number of typing clients, and their rate.
 *
 * @param name the name in tables
 * @param documents the number of documents
 * @param clients the number of clients per document; all of them type
 * @param rate edits per second of each client
 * @param length characters per edit
 * @param warmup the duration of the load before the measured part
 * @param measured the duration of the measured part
 */
public record Workload(
        String name, int documents, int clients, double rate, int length, Duration warmup, Duration measured) {

    /** One busy document: 50 clients, 5 edits a second each. */
    public static Workload a(Duration warmup, Duration measured) {
        return new Workload("A", 1, 50, 5, 1, warmup, measured);
    }

    /** Many small documents: 100 with 5 clients, 2 edits a second each. */
    public static Workload b(Duration warmup, Duration measured) {
        return new Workload("B", 100, 5, 2, 1, warmup, measured);
    }

    /** Returns the same workload with another name. */
    public Workload named(String other) {
        return new Workload(other, documents, clients, rate, length, warmup, measured);
    }

    /** Returns the total number of clients. */
    public int writers() {
        return documents * clients;
    }

    /** Returns the total rate, in edits per second. */
    public double offered() {
        return writers() * rate;
    }

    /** Returns the number of edits of each client, warm-up included. */
    public int editsPerClient() {
        return (int) Math.ceil(rate * (warmup.toNanos() + measured.toNanos()) / 1e9) + 1;
    }
}
