package io.collab.benchmarks.crash;

import io.collab.benchmarks.net.EventLoop;
import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** All writers, and the thread on which they write, connected or not. */
final class Crowd implements AutoCloseable {
    private static final long POLL_MILLIS = 5;

    private final EventLoop loop;
    private final List<Writer> writers = new ArrayList<>();
    private final Thread pace;
    private volatile boolean writing;
    private volatile boolean closed;

    Crowd(EventLoop loop, Ledger ledger, List<String> documents, double rate) {
        this.loop = loop;
        for (int writer = 0; writer < ledger.writers(); writer++) {
            ClientWire wire = new ClientWire(ClientWire.Kind.HOCUSPOCUS, documents.get(ledger.document(writer)));
            writers.add(new Writer(writer, ledger, wire, loop));
        }
        long gapNanos = Math.max(1, Math.round(1e9 / (rate * writers.size())));
        this.pace = new Thread(() -> pace(gapNanos), "pace");
        pace.setDaemon(true);
        pace.start();
    }

    /** Connects all writers; returns when all have sent their state to the server. */
    void connect(URI address, int seconds) throws IOException, InterruptedException {
        loop.execute(() -> writers.forEach(writer -> writer.connect(address)));
        await(() -> writers.stream().allMatch(Writer::isLive), seconds, "not all writers could join");
    }

    /** Starts or stops the creation of tokens. */
    void write(boolean goOn) {
        writing = goOn;
    }

    /** Returns when every socket is closed and everything received is counted. */
    void awaitGone(int seconds) throws IOException, InterruptedException {
        await(() -> writers.stream().noneMatch(Writer::isLive), seconds, "sockets outlive their server");
        CompletableFuture<Void> barrier = new CompletableFuture<>();
        loop.execute(() -> barrier.complete(null));
        barrier.join();
    }

    void leave() throws IOException, InterruptedException {
        loop.execute(() -> writers.forEach(Writer::leave));
        awaitGone(10);
    }

    /** Returns the refusals of servers, one text each. */
    List<String> refusals() {
        return writers.stream().map(Writer::refusal).filter(Objects::nonNull).toList();
    }

    /** Waits until a condition holds. */
    static void await(BooleanSupplier condition, int seconds, String otherwise)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(otherwise + " within " + seconds + " seconds");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void pace(long gapNanos) {
        long due = System.nanoTime();
        int next = 0;
        while (!closed) {
            due += gapNanos;
            long left = due - System.nanoTime();
            if (left > 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(left);
            }
            if (writing) {
                loop.execute(writers.get(next)::write);
            }
            next = (next + 1) % writers.size();
        }
    }
}
