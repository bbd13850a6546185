package io.collab.benchmarks.load;

import java.time.Duration;

/**
 * How many type, and how fast.
 *
 * @param name what tables call it
 * @param documents how many documents
 * @param clients how many clients each document has; all of them type
 * @param rate edits per second of each client
 * @param length characters per edit
 * @param warmup how long the load runs before anything is measured
 * @param measured how long it is measured
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

    /** The same under another name. */
    public Workload named(String other) {
        return new Workload(other, documents, clients, rate, length, warmup, measured);
    }

    /** Those who type. */
    public int writers() {
        return documents * clients;
    }

    /** Edits per second of all together. */
    public double offered() {
        return writers() * rate;
    }

    /** How many edits each client makes, warm-up included. */
    public int editsPerClient() {
        return (int) Math.ceil(rate * (warmup.toNanos() + measured.toNanos()) / 1e9) + 1;
    }
}
