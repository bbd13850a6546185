package io.collab.benchmarks.soak;

import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What an attack needs: connections to the server, names of documents, and the time. Thread-safe. */
final class Attacker {
    /** Not more often: connections that the server closes first keep their ports for a minute. */
    private static final long CONNECT_EVERY_NANOS = 10_000_000;

    private static final long AFTER_A_REFUSAL_MILLIS = 5;
    private static final long STOP_MILLIS = 20_000;

    private final InetSocketAddress server;
    private final List<String> shared;
    private final Set<RawSocket> open = ConcurrentHashMap.newKeySet();
    private final LongAdder sent = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger wires = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    private volatile long endNanos;
    private long nextConnectNanos = System.nanoTime();

    /** @param shared the documents of the well-behaved clients */
    Attacker(InetSocketAddress server, List<String> shared) {
        this.server = server;
        this.shared = List.copyOf(shared);
    }

    /**
     * Runs an attack, and ends all of its connections.
     *
     * @throws IllegalStateException if the attack itself has a fault
     */
    void run(Attack attack, Duration time) throws InterruptedException {
        endNanos = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < attack.threads(); i++) {
            Thread thread = new Thread(() -> repeat(attack.step()), "attack-" + attack.name() + "-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        pause(time.toMillis() + 1);
        for (Thread thread : threads) {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
            while (thread.isAlive() && System.nanoTime() < until) {
                open.forEach(RawSocket::close);
                thread.join(20);
            }
        }
        open.forEach(RawSocket::close);
        Throwable failed = fault.get();
        if (failed != null) {
            throw new IllegalStateException("the attack " + attack.name() + " has a fault of its own", failed);
        }
    }

    /** Returns whether the time of the attack is over. */
    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** Sleeps, but not beyond the end of the attack. */
    void pause(long millis) throws InterruptedException {
        long left = endNanos - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(millis)));
        }
    }

    /** Opens a TCP connection; every other one will end with RST. At most a hundred per second. */
    RawSocket connect() throws IOException, InterruptedException {
        awaitTurn();
        if (isOver()) {
            throw new IOException("the time is over");
        }
        boolean abort = connections.incrementAndGet() % 2 == 0;
        RawSocket socket = new RawSocket(server, abort, sent, open::remove);
        open.add(socket);
        return socket;
    }

    /** Opens a WebSocket for a wire and sends nothing on it. */
    RawSocket webSocket(ClientWire wire) throws IOException, InterruptedException {
        String path = wire.address(URI.create("ws://x/collab/" + (wire.acknowledges() ? "h" : "y")))
                .getRawPath();
        RawSocket socket = connect();
        try {
            socket.upgrade(path);
            return socket;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    /** Opens a WebSocket and a document, as a client does. */
    RawSocket join(ClientWire wire) throws IOException, InterruptedException {
        RawSocket socket = webSocket(wire);
        try {
            for (byte[] message : wire.opening()) {
                socket.write(Frames.binary(message));
            }
            return socket;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    /** Returns the wire for a document, each of the two in turn. */
    ClientWire wire(String document) {
        return new ClientWire(
                wires.incrementAndGet() % 2 == 0 ? ClientWire.Kind.HOCUSPOCUS : ClientWire.Kind.Y_WEBSOCKET, document);
    }

    /** Returns the wire for a document that well-behaved clients have open. */
    ClientWire sharedWire() {
        return wire(shared.get(connections.get() % shared.size()));
    }

    int connections() {
        return connections.get();
    }

    long bytesSent() {
        return sent.sum();
    }

    /** Returns how often the server has refused or closed a connection. */
    long refusals() {
        return refusals.sum();
    }

    private void repeat(Attack.Step step) {
        try {
            while (!isOver()) {
                try {
                    step.run(this);
                } catch (IOException refused) {
                    if (!isOver()) {
                        refusals.increment();
                        pause(AFTER_A_REFUSAL_MILLIS);
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Throwable broken) {
            fault.compareAndSet(null, broken);
        }
    }

    private void awaitTurn() throws InterruptedException {
        long turn;
        synchronized (this) {
            turn = Math.max(nextConnectNanos, System.nanoTime());
            nextConnectNanos = turn + CONNECT_EVERY_NANOS;
        }
        pause((turn - System.nanoTime()) / 1_000_000);
    }
}
