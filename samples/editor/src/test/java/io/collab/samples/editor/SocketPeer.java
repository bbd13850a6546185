package io.collab.samples.editor;

import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.sync.SyncMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of either wire on the JDK's own WebSocket, with a document of its own. */
final class SocketPeer implements WebSocket.Listener {
    private static final long PATIENCE_SECONDS = 60;

    private final YDoc doc;
    private final @Nullable String address;
    private final WebSocket socket;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private final CompletableFuture<Void> saved = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final List<Integer> frameSizes = new ArrayList<>();

    private SocketPeer(HttpClient client, URI uri, @Nullable String address, long clientId) {
        this.doc = new YDoc(YDocOptions.of(() -> clientId));
        this.address = address;
        this.socket = client.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    /** Opens the document that the URI names. */
    static SocketPeer y(HttpClient client, URI uri, long clientId) {
        return new SocketPeer(client, uri, null, clientId);
    }

    /** Opens a document on the Hocuspocus wire. */
    static SocketPeer hocuspocus(HttpClient client, URI uri, String document, long clientId) {
        SocketPeer peer = new SocketPeer(client, uri, document, clientId);
        Encoder token = peer.head(2);
        token.writeVarUint(0);
        token.writeVarString("");
        peer.send(token);
        return peer;
    }

    YDoc doc() {
        return doc;
    }

    WebSocket socket() {
        return socket;
    }

    List<Integer> frameSizes() {
        return frameSizes;
    }

    SocketPeer sync() throws Exception {
        send(new SyncMessage.Step1(doc.encodeStateVector()));
        synced.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    /** Inserts text, and on the Hocuspocus wire waits until it is acknowledged. */
    SocketPeer type(String text) throws Exception {
        doc.transact(() -> doc.getText("content").insert(0, text));
        send(new SyncMessage.Update(doc.encodeStateAsUpdate()));
        if (address != null) {
            saved.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return this;
    }

    int closeCode() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void raw(byte[] frame) {
        socket.sendBinary(ByteBuffer.wrap(frame), true).join();
    }

    void hangUp() {
        socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        part.writeBytes(bytes);
        if (last) {
            byte[] frame = part.toByteArray();
            part.reset();
            receive(frame);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.complete(1006);
    }

    private void receive(byte[] frame) {
        frameSizes.add(frame.length);
        Decoder in = new Decoder(frame);
        if (address != null) {
            in.readVarString();
        }
        long type = in.readVarUint();
        if (type == 0) {
            SyncMessage message = SyncMessage.read(in);
            if (message.type() == SyncMessage.STEP_1) {
                return;
            }
            doc.applyUpdate(message.payload());
            if (message.type() == SyncMessage.STEP_2) {
                synced.complete(null);
            }
        } else if (type == 8 && in.readVarUint() == 1) {
            saved.complete(null);
        }
    }

    private void send(SyncMessage message) {
        Encoder out = head(0);
        message.write(out);
        send(out);
    }

    private Encoder head(int type) {
        Encoder out = new Encoder();
        if (address != null) {
            out.writeVarString(address);
        }
        out.writeVarUint(type);
        return out;
    }

    private void send(Encoder out) {
        raw(out.toByteArray());
    }
}
