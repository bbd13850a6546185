package io.collab.benchmarks.load;

import io.collab.benchmarks.net.EventLoop;
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
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The clients of a workload on one wire, each document new, and the check of what they have typed. */
final class LoadClients implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 20;
    private static final int JOIN_SECONDS = 30;
    private static final long DRAIN_NANOS = 15_000_000_000L;

    private final EventLoop loop;
    private final URI base;
    private final ClientWire.Kind kind;
    private final TypedText text;
    private final List<LoadDocument> documents = new ArrayList<>();
    private final List<LoadClient> clients = new ArrayList<>();

    private LoadClients(EventLoop loop, URI base, ClientWire.Kind kind, TypedText text) {
        this.loop = loop;
        this.base = base;
        this.kind = kind;
        this.text = text;
    }

    /**
     * Connects the clients of a workload.
     *
     * @param base the URL for clients, without the document's name
     * @throws IOException if a client is refused or not synced in time
     */
    static LoadClients join(EventLoop loop, URI base, ClientWire.Kind kind, Workload workload, Meter meter)
            throws IOException {
        LoadClients joined = new LoadClients(loop, base, kind, new TypedText(workload.length()));
        try {
            joined.join(workload, meter);
            return joined;
        } catch (IOException | RuntimeException failed) {
            joined.close();
            throw failed;
        }
    }

    List<LoadClient> all() {
        return clients;
    }

    List<LoadDocument> documents() {
        return documents;
    }

    /** Waits for edits and acknowledgements in transit; returns the number of edits that a peer did not receive. */
    long drain() throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN_NANOS;
        while (sum(client -> client.missing() + client.unsaved()) > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return sum(LoadClient::missing);
    }

    /** Returns the number of edits without an acknowledgement, 0 on a wire without them. */
    long unsaved() throws InterruptedException {
        return sum(LoadClient::unsaved);
    }

    /** Returns the difference between the server's documents and the sent edits, null if there is none. */
    @Nullable
    String fault() throws IOException {
        for (LoadDocument document : documents) {
            String fault = Convergence.fault(document, text, read(document));
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** Returns the same for clients that were closed: what is acknowledged must be present, what was sent may be. */
    @Nullable
    String faultOfSaved() throws IOException {
        for (int i = 0; i < documents.size(); i++) {
            LoadDocument document = documents.get(i);
            int first = i * document.writers();
            String fault = Convergence.fault(
                    document,
                    text,
                    read(document),
                    writer -> clients.get(first + writer).saved());
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    @Override
    public void close() {
        clients.forEach(LoadClient::leave);
    }

    private void join(Workload workload, Meter meter) throws IOException {
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
                ClientWire wire = new ClientWire(kind, document.name());
                LoadClient client = new LoadClient(document, writer, wire, text, meter);
                URI address = wire.address(base);
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

    private byte[] read(LoadDocument document) throws IOException {
        return FreshClient.read(loop, base, kind, document.name(), JOIN_SECONDS);
    }

    private long sum(ToLongFunction<LoadClient> of) throws InterruptedException {
        return loop.call(() -> clients.stream().mapToLong(of).sum());
    }
}
