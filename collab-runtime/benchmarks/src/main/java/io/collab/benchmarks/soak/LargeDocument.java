package io.collab.benchmarks.soak;

import io.collab.benchmarks.net.EventLoop;
import io.collab.benchmarks.net.Link;
import io.collab.benchmarks.net.LinkListener;
import io.collab.benchmarks.server.RunningServer;
import io.collab.benchmarks.wire.ClientWire;
import io.collab.benchmarks.wire.ServerMessage;
import io.collab.benchmarks.wire.TypedText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes a document of 10 MiB of text, for attacks that read it, and waits until it is saved. */
final class LargeDocument implements LinkListener {
    static final String NAME = "soak-10-mb";
    static final int BYTES = 10 << 20;

    private static final int EDITS = 10;
    private static final int SECONDS = 60;
    private static final TypedText TEXT = new TypedText(BYTES / EDITS);

    private final ClientWire wire = new ClientWire(ClientWire.Kind.HOCUSPOCUS, NAME);
    private final CompletableFuture<Void> saved = new CompletableFuture<>();
    private int acknowledged;

    private LargeDocument() {}

    /**
     * Writes the document.
     *
     * @throws IOException if the server refuses, or has not saved it within a minute
     */
    static void write(RunningServer server) throws IOException, InterruptedException {
        LargeDocument writer = new LargeDocument();
        URI address = server.hocuspocus();
        try (EventLoop loop = new EventLoop()) {
            Link link = loop.connect(
                    new InetSocketAddress(address.getHost(), address.getPort()),
                    RunningServer.framing(address),
                    writer);
            writer.saved.get(SECONDS, TimeUnit.SECONDS);
            link.close();
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("the document of 10 MiB could not be written", failed);
        }
    }

    @Override
    public void onOpen(Link link) {
        wire.opening().forEach(link::send);
        link.send(wire.update(TEXT.edit(1, 0)));
    }

    @Override
    public void onMessage(Link link, byte[] message) {
        ServerMessage said = wire.read(message);
        if (said instanceof ServerMessage.Saved status && status.isSaved()) {
            acknowledged++;
            if (acknowledged == EDITS) {
                saved.complete(null);
            } else {
                link.send(wire.update(TEXT.edit(1, acknowledged)));
            }
        } else if (said instanceof ServerMessage.Ping ping) {
            link.send(ping.answer());
        } else if (said instanceof ServerMessage.Refused refused) {
            saved.completeExceptionally(new IOException(refused.why()));
        }
    }

    @Override
    public void onClose(Link link, String why) {
        saved.completeExceptionally(new IOException(why));
    }
}
