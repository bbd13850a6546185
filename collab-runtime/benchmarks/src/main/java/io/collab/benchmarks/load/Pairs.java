package io.collab.benchmarks.load;

import io.collab.benchmarks.load.LoadResult.Quantiles;
import io.collab.benchmarks.net.EventLoop;
import io.collab.benchmarks.server.RunningServer;
import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of well-behaved clients that stay connected while something else happens to the server. The two clients of a
 * pair type in a document of their own; half of the pairs use each wire. They type in phases, and each phase is measured
 * apart. For one thread.
 */
public final class Pairs implements AutoCloseable {
    private static final double RATE = 2;

    private final RunningServer server;
    private final int pairs;
    private final Duration longest;
    private final EventLoop loop = new EventLoop();
    private final Meter meter = new Meter();
    private final List<LoadClients> groups = new ArrayList<>();
    private @Nullable Arrivals arrivals;

    /**
     * The result of a phase. Milliseconds count from the time an edit was due.
     *
     * @param edits the number of edits that arrived at the partner
     * @param p50 milliseconds until the partner had an edit
     * @param p99 the same, 99th percentile
     * @param savedP99 milliseconds until a Hocuspocus client had the acknowledgement, 99th percentile
     * @param closed why clients were closed, or edits answered as not saved
     * @param lost edits that a connected partner did not receive, or that were not acknowledged
     * @param duplicated edits that a partner received twice
     * @param fault the difference between the server's documents and the edits, null if there is none
     */
    public record Phase(
            long edits,
            double p50,
            double p99,
            double savedP99,
            List<String> closed,
            long lost,
            long duplicated,
            @Nullable String fault) {}

    private Pairs(RunningServer server, int pairs, Duration longest) {
        this.server = server;
        this.pairs = pairs;
        this.longest = longest;
    }

    /**
     * Connects all clients.
     *
     * @param pairs their number, even
     * @param longest the time for which they type at most, all phases together
     * @throws IOException if a client cannot join
     */
    public static Pairs join(RunningServer server, int pairs, Duration longest) throws IOException {
        Pairs joined = new Pairs(server, pairs, longest);
        try {
            joined.join();
            return joined;
        } catch (IOException | RuntimeException failed) {
            joined.close();
            throw failed;
        }
    }

    /** Returns the names of the documents. */
    public List<String> documents() {
        return groups.stream()
                .flatMap(group -> group.documents().stream())
                .map(LoadDocument::name)
                .toList();
    }

    /** Begins a phase: all clients type for some time. */
    public void begin(Duration time) {
        List<LoadClient> clients =
                groups.stream().flatMap(group -> group.all().stream()).toList();
        long start = System.nanoTime();
        meter.window(start, Long.MAX_VALUE);
        arrivals = new Arrivals(clients, workload(time), start, 1);
        arrivals.start();
    }

    /**
     * Ends a phase: waits until all have typed and for edits in transit, and compares the documents. If a client was
     * closed, all are replaced by new ones with new documents.
     *
     * @throws IOException if the documents cannot be read or new clients cannot join
     */
    public Phase end() throws IOException, InterruptedException {
        Objects.requireNonNull(arrivals).join();
        long lost = 0;
        for (LoadClients group : groups) {
            lost += group.drain() + group.unsaved();
        }
        boolean closed = loop.call(meter::refused) > 0;
        String fault = null;
        for (LoadClients group : groups) {
            String found = closed ? group.faultOfSaved() : group.fault();
            fault = fault == null ? found : fault;
        }
        boolean isClosed = closed;
        long missing = closed ? 0 : lost;
        String difference = fault;
        Phase phase = loop.call(() -> phase(isClosed, missing, difference));
        if (closed) {
            groups.forEach(LoadClients::close);
            groups.clear();
            join();
        }
        return phase;
    }

    @Override
    public void close() {
        groups.forEach(LoadClients::close);
        loop.close();
    }

    private Phase phase(boolean closed, long lost, @Nullable String fault) {
        Quantiles seen = Quantiles.ofMicros(meter.delivery());
        Quantiles saved = Quantiles.ofMicros(meter.acknowledgement());
        Phase phase = new Phase(
                seen.count(),
                seen.p50(),
                seen.p99(),
                saved.p99(),
                List.copyOf(meter.refusals()),
                closed ? 0 : lost + meter.skipped(),
                meter.duplicated(),
                fault);
        meter.reset();
        return phase;
    }

    private void join() throws IOException {
        Workload workload = workload(longest);
        groups.add(LoadClients.join(loop, server.hocuspocus(), ClientWire.Kind.HOCUSPOCUS, workload, meter));
        URI yWebsocket = Objects.requireNonNull(server.yWebsocket());
        groups.add(LoadClients.join(loop, yWebsocket, ClientWire.Kind.Y_WEBSOCKET, workload, meter));
    }

    private Workload workload(Duration time) {
        return new Workload("pairs", pairs / 2, 2, RATE, 1, Duration.ZERO, time);
    }
}
