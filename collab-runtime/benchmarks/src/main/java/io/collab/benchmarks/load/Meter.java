package io.collab.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The counters of a running load. Written by the sockets' thread only; read by others after that has stopped, the
 * totals also before.
 */
final class Meter {
    private static final long HIGHEST_MICROS = 600_000_000L;
    private static final int MAX_REFUSALS = 100;

    private final Histogram delivery = new Histogram(HIGHEST_MICROS, 3);
    private final Histogram acknowledgement = new Histogram(HIGHEST_MICROS, 3);
    private volatile long fromNanos = Long.MAX_VALUE;
    private volatile long toNanos = Long.MAX_VALUE;
    private volatile long delivered;
    private volatile long updates;
    private long duplicated;
    private long skipped;
    private long refused;
    private final List<String> refusals = new ArrayList<>();

    /** Restricts the histograms to edits that are due in an interval. */
    void window(long from, long to) {
        toNanos = to;
        fromNanos = from;
    }

    void delivered(long dueNanos, long nowNanos) {
        delivered = delivered + 1;
        record(delivery, dueNanos, nowNanos);
    }

    void acknowledged(long dueNanos, long nowNanos) {
        record(acknowledgement, dueNanos, nowNanos);
    }

    void update() {
        updates = updates + 1;
    }

    void duplicated(long edits) {
        duplicated += edits;
    }

    void skipped(long edits) {
        skipped += edits;
    }

    void refuse(String why) {
        refused++;
        if (refusals.size() < MAX_REFUSALS) {
            refusals.add(why);
        }
    }

    /** Returns the number of edits that have arrived at a peer so far. */
    long delivered() {
        return delivered;
    }

    /** Returns the number of messages with edits so far: fewer than edits if a server merges. */
    long updates() {
        return updates;
    }

    long duplicated() {
        return duplicated;
    }

    long skipped() {
        return skipped;
    }

    long refused() {
        return refused;
    }

    /** Returns why clients were closed or their edits were not saved: the first ones. */
    List<String> refusals() {
        return refusals;
    }

    Histogram delivery() {
        return delivery;
    }

    Histogram acknowledgement() {
        return acknowledgement;
    }

    /** Sets everything to zero, so that the next interval is measured apart. On the sockets' thread. */
    void reset() {
        delivery.reset();
        acknowledgement.reset();
        duplicated = 0;
        skipped = 0;
        refused = 0;
        refusals.clear();
    }

    private void record(Histogram histogram, long dueNanos, long nowNanos) {
        if (dueNanos >= fromNanos && dueNanos < toNanos) {
            histogram.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, (nowNanos - dueNanos) / 1_000)));
        }
    }
}
