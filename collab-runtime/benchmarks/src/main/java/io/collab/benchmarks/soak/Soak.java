package io.collab.benchmarks.soak;

import io.collab.benchmarks.load.Pairs;
import io.collab.benchmarks.server.RunningServer;
import io.collab.benchmarks.server.Servers;
import io.collab.benchmarks.server.Workspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run: a server, pairs of well-behaved clients, and one attack after the other. For one thread. */
final class Soak implements AutoCloseable {
    private static final String NAME = "soak-editor-h2";
    private static final long SETTLE_NANOS = 30_000_000_000L;
    private static final long SETTLE_PAUSE_MILLIS = 2_000;

    private final SoakPlan plan;
    private final Servers servers;
    private final LogFile log;
    private final Consumer<SoakResult> listener;
    private final List<SoakResult> results = new ArrayList<>();
    private @Nullable Target target;
    private @Nullable Readings base;

    /** @param listener receives each result when it is known */
    Soak(SoakPlan plan, Workspace workspace, Consumer<SoakResult> listener) throws IOException {
        this.plan = plan;
        this.servers = new Servers(workspace, plan.editorJar(), plan.javaOptions());
        this.log = new LogFile(workspace.log(NAME));
        this.listener = listener;
    }

    /** A running server and those who use it. */
    private record Target(RunningServer server, Pairs pairs, HealthProbe probe, URI health) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            probe.close();
            pairs.close();
            server.close();
        }
    }

    /**
     * Runs all attacks. A server that has ended, or is not ready after an attack, is replaced by a new one.
     *
     * @throws IOException if no server can be started
     */
    void run() throws IOException, InterruptedException {
        phase("before", null);
        for (Attack attack : plan.attacks()) {
            phase(attack.name(), attack);
        }
        phase("after", null);
    }

    /** Returns the results so far. */
    List<SoakResult> results() {
        return results;
    }

    @Override
    public void close() throws IOException {
        Target running = target;
        target = null;
        if (running != null) {
            running.close();
        }
    }

    private void phase(String name, @Nullable Attack attack) throws IOException, InterruptedException {
        Target running = target == null ? start() : target;
        log.mark();
        running.probe.take();
        Duration share = plan.share();
        running.pairs.begin(share);
        SoakResult.Traffic traffic = SoakResult.Traffic.NONE;
        if (attack == null) {
            TimeUnit.NANOSECONDS.sleep(share.toNanos());
        } else {
            URI address = running.server.hocuspocus();
            Attacker attacker =
                    new Attacker(new InetSocketAddress(plan.host(), address.getPort()), running.pairs.documents());
            attacker.run(attack, share);
            traffic = new SoakResult.Traffic(attacker.connections(), attacker.refusals(), attacker.bytesSent());
        }
        Observation seen = observe(running);
        List<String> faults = Verdict.faults(seen, base);
        if (base == null) {
            base = seen.readings();
        }
        SoakResult result = new SoakResult(name, share.toMillis() / 1e3, traffic, seen, faults);
        results.add(result);
        listener.accept(result);
        if (seen.failure() != null || seen.after().last() != HealthProbe.OK) {
            running.server.process().kill(); // it may not react to SIGTERM any more
            close();
        }
    }

    private Observation observe(Target running) throws InterruptedException, IOException {
        Pairs.Phase pairs = null;
        Readings readings = null;
        String failure = null;
        try {
            pairs = running.pairs.end();
        } catch (IOException unusable) {
            failure = "the well-behaved clients cannot continue: " + chain(unusable);
        }
        HealthProbe.Answers during = running.probe.take();
        try {
            readings = settled(running.server.process().pid());
        } catch (IOException unusable) {
            failure = failure == null ? "the server cannot be read: " + chain(unusable) : failure;
        }
        if (!running.server.process().isAlive()) {
            failure = "the server has ended";
        }
        HealthProbe.Answers after = HealthProbe.ask(running.health);
        return new Observation(pairs, during, after, readings, log.bytes(), log.contains("OutOfMemoryError"), failure);
    }

    /** Returns readings as soon as they are near the base, or the last ones of half a minute. */
    private Readings settled(long process) throws IOException, InterruptedException {
        long until = System.nanoTime() + SETTLE_NANOS;
        Readings now = Readings.of(process);
        Readings before = base;
        while (before != null && !Verdict.isNear(now, before) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(SETTLE_PAUSE_MILLIS);
            now = Readings.of(process);
        }
        return now;
    }

    private Target start() throws IOException, InterruptedException {
        RunningServer server = servers.startEditor(NAME, plan.host());
        try {
            LargeDocument.write(server);
            Pairs pairs = Pairs.join(server, plan.pairs(), plan.total());
            URI address = server.hocuspocus();
            URI health = URI.create("http://" + address.getRawAuthority() + "/health/ready");
            Target started = new Target(server, pairs, new HealthProbe(health), health);
            target = started;
            return started;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private static String chain(Throwable failed) {
        StringBuilder text = new StringBuilder(String.valueOf(failed.getMessage()));
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            text.append(": ").append(cause.getMessage());
        }
        return text.toString();
    }
}
