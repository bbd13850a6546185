package io.collab.benchmarks.load;

import io.collab.benchmarks.net.EventLoop;
import io.collab.benchmarks.net.Link;
import io.collab.benchmarks.net.LinkListener;
import io.collab.benchmarks.server.RunningServer;
import io.collab.benchmarks.wire.ClientWire;
import io.collab.benchmarks.wire.ServerMessage;
import io.collab.crdt.update.Updates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that opens a document for the first time, reads the server's content, and disconnects. */
public final class FreshClient implements LinkListener {
    private final ClientWire wire;
    /** Used by the loop's thread. */
    private final List<byte[]> parts = new ArrayList<>();

    private final CompletableFuture<byte[]> content = new CompletableFuture<>();

    private FreshClient(ClientWire wire) {
        this.wire = wire;
    }

    /**
     * Reads a document, as one update.
     *
     * @throws IOException if the server does not answer in time, or refuses
     */
    public static byte[] read(EventLoop loop, URI base, ClientWire.Kind kind, String document, int seconds)
            throws IOException {
        ClientWire wire = new ClientWire(kind, document);
        URI address = wire.address(base);
        FreshClient client = new FreshClient(wire);
        Link link = loop.connect(
                new InetSocketAddress(address.getHost(), address.getPort()), RunningServer.framing(address), client);
        try {
            return client.content.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("cannot read " + document, failed.getCause());
        } catch (TimeoutException silent) {
            throw new IOException("no answer when reading " + document, silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            link.close();
        }
    }

    @Override
    public void onOpen(Link link) {
        wire.opening().forEach(link::send);
    }

    @Override
    public void onMessage(Link link, byte[] message) {
        ServerMessage said = wire.read(message);
        if (said
                instanceof
                ServerMessage.Update part) { // a large document comes in parts, and the last one is the SyncStep2
            parts.add(part.update());
        } else if (said instanceof ServerMessage.Step2 step2) {
            parts.add(step2.update());
            content.complete(Updates.merge(parts));
        } else if (said instanceof ServerMessage.Refused refused) {
            content.completeExceptionally(new IOException(refused.why()));
        }
    }

    @Override
    public void onClose(Link link, String why) {
        content.completeExceptionally(new IOException(why));
    }
}
