package io.collab.benchmarks.load;

import io.collab.benchmarks.load.LoadResult.Quantiles;
import io.collab.benchmarks.net.EventLoop;
import io.collab.benchmarks.server.ProcessStats;
import io.collab.benchmarks.server.RunningServer;
import io.collab.benchmarks.wire.ClientWire;
import io.collab.benchmarks.wire.TypedText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One workload on one running server. For one run. */
final class LoadRun implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 20;
    private static final int JOIN_SECONDS = 30;
    private static final long PROFILE_AHEAD_NANOS = 4_000_000_000L;
    private static final long DRAIN_NANOS = 15_000_000_000L;

    private final LoadTarget target;
    private final Workload workload;
    private final EventLoop loop = new EventLoop();
    private final Meter meter = new Meter();
    private final List<LoadDocument> documents = new ArrayList<>();
    private final List<LoadClient> clients = new ArrayList<>();
    private final TypedText text;

    LoadRun(LoadTarget target, Workload workload) {
        this.target = target;
        this.workload = workload;
        this.text = new TypedText(workload.length());
    }

    /** The resources that the measured part used: the difference of two readings. */
    private record Reading(long nanos, long delivered, long updates, double server, double database, double tool) {}

    /** Connects all clients, runs the load, waits for messages in transit, and checks. */
    LoadResult run(@Nullable Profile profile) throws IOException, InterruptedException {
        join();
        long start = System.nanoTime() + 200_000_000L;
        long from = start + workload.warmup().toNanos();
        long to = from + workload.measured().toNanos();
        meter.window(from, to);
        Arrivals arrivals = new Arrivals(clients, workload, start, 1);
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
        long lost = drain();
        String fault = check();
        return result(before, after, arrivals, lost, fault, serverBytes, databaseBytes);
    }

    @Override
    public void close() {
        clients.forEach(LoadClient::leave);
        loop.close();
    }

    private void join() throws IOException {
        long names = RandomGenerator.getDefault().nextLong(1L << 40);
        long firstClient = 1 + RandomGenerator.getDefault().nextInt(1 << 30);
        for (int i = 0; i < workload.documents(); i++) {
            LoadDocument document = new LoadDocument(
                    "load-" + Long.toString(names, 36) + "-" + i,
                    firstClient + (long) i * workload.clients(),
                    workload.clients(),
                    workload.editsPerClient());
            documents.add(document);
            for (int writer = 0; writer < workload.clients(); writer++) {
                ClientWire wire = new ClientWire(target.wire(), document.name());
                LoadClient client = new LoadClient(document, writer, wire, text, meter);
                URI address = wire.address(target.address());
                loop.connect(
                        new InetSocketAddress(address.getHost(), address.getPort()),
                        RunningServer.framing(address),
                        client);
                clients.add(client);
                if (clients.size() % CONNECTING_AT_ONCE == 0) {
                    awaitAll();
                }
            }
        }
        awaitAll();
    }

    private void awaitAll() throws IOException {
        try {
            CompletableFuture.allOf(clients.stream().map(LoadClient::synced).toArray(CompletableFuture<?>[]::new))
                    .get(JOIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("not all clients could join", failed);
        }
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

    /** Waits for edits in transit; returns the number of missing ones. */
    private long drain() throws InterruptedException, IOException {
        long deadline = System.nanoTime() + DRAIN_NANOS;
        long missing = missing();
        while (missing > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
            missing = missing();
        }
        return missing;
    }

    private long missing() throws InterruptedException, IOException {
        CompletableFuture<Long> sum = new CompletableFuture<>();
        loop.execute(() ->
                sum.complete(clients.stream().mapToLong(LoadClient::missing).sum()));
        try {
            return sum.get();
        } catch (ExecutionException impossible) {
            throw new IOException(impossible);
        }
    }

    private @Nullable String check() throws IOException {
        for (LoadDocument document : documents) {
            byte[] content = FreshClient.read(loop, target.address(), target.wire(), document.name(), JOIN_SECONDS);
            String fault = Convergence.fault(document, text, content);
            if (fault != null) {
                return fault;
            }
        }
        return null;
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
