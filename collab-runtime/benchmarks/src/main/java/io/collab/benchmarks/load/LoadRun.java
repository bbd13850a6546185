package io.collab.benchmarks.load;

import io.collab.benchmarks.load.LoadResult.Quantiles;
import io.collab.benchmarks.net.EventLoop;
import io.collab.benchmarks.server.ProcessStats;
import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One workload on one running server. For one run. */
final class LoadRun implements AutoCloseable {
    private static final long PROFILE_AHEAD_NANOS = 4_000_000_000L;

    private final LoadTarget target;
    private final Workload workload;
    private final EventLoop loop = new EventLoop();
    private final Meter meter = new Meter();
    private @Nullable LoadClients clients;

    LoadRun(LoadTarget target, Workload workload) {
        this.target = target;
        this.workload = workload;
    }

    /** The resources that the measured part used: the difference of two readings. */
    private record Reading(long nanos, long delivered, long updates, double server, double database, double tool) {}

    /** Connects all clients, runs the load, waits for messages in transit, and checks. */
    LoadResult run(@Nullable Profile profile) throws IOException, InterruptedException {
        LoadClients joined = LoadClients.join(loop, target.address(), target.wire(), workload, meter);
        clients = joined;
        long start = System.nanoTime() + 200_000_000L;
        long from = start + workload.warmup().toNanos();
        long to = from + workload.measured().toNanos();
        meter.window(from, to);
        Arrivals arrivals = new Arrivals(joined.all(), workload, start, 1);
        arrivals.start();
        if (profile != null) {
            sleepUntil(from - PROFILE_AHEAD_NANOS);
            profile.begin();
        }
        sleepUntil(from);
        if (profile != null) {
            profile.mark();
        }
        Reading before = read();
        long serverBytes = 0;
        long databaseBytes = 0;
        while (System.nanoTime() < to) {
            TimeUnit.MILLISECONDS.sleep(Math.min(250, Math.max(1, (to - System.nanoTime()) / 1_000_000)));
            serverBytes = Math.max(
                    serverBytes, ProcessStats.of(target.serverProcesses()).residentBytes());
            databaseBytes = Math.max(
                    databaseBytes, ProcessStats.of(target.databaseProcesses()).residentBytes());
        }
        Reading after = read();
        if (profile != null) {
            profile.end();
        }
        arrivals.join();
        long lost = joined.drain();
        String fault = joined.fault();
        return result(before, after, arrivals, lost, fault, serverBytes, databaseBytes);
    }

    @Override
    public void close() {
        LoadClients joined = clients;
        if (joined != null) {
            joined.close();
        }
        loop.close();
    }

    private Reading read() throws IOException {
        return new Reading(
                System.nanoTime(),
                meter.delivered(),
                meter.updates(),
                ProcessStats.of(target.serverProcesses()).cpuSeconds(),
                ProcessStats.of(target.databaseProcesses()).cpuSeconds(),
                ProcessStats.own().cpuSeconds());
    }

    private LoadResult result(
            Reading before,
            Reading after,
            Arrivals arrivals,
            long missing,
            @Nullable String fault,
            long serverBytes,
            long databaseBytes) {
        double seconds = (after.nanos - before.nanos) / 1e9;
        boolean acknowledges = target.wire() == ClientWire.Kind.HOCUSPOCUS;
        return new LoadResult(
                target.name(),
                target.wire().toString().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                workload,
                seconds,
                workload.offered(),
                (after.delivered - before.delivered) / seconds,
                (after.updates - before.updates) / seconds,
                Quantiles.ofMicros(meter.delivery()),
                acknowledges ? Quantiles.ofMicros(meter.acknowledgement()) : null,
                (after.server - before.server) / seconds,
                (after.database - before.database) / seconds,
                (after.tool - before.tool) / seconds,
                arrivals.lateness().getValueAtPercentile(99) / 1_000.0,
                serverBytes >> 20,
                databaseBytes >> 20,
                missing + meter.skipped(),
                meter.duplicated(),
                meter.refused(),
                fault,
                ProcessStats.loadAverage());
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
