package io.collab.runtime.testing;

import static org.awaitility.Awaitility.await;

import io.collab.api.CloseCode;
import io.collab.api.Credentials;
import io.collab.crdt.lib0.Encoder;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.ConnectionAcceptor;
import io.collab.spi.transport.ConnectionListener;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client without a socket, on either wire. Writes frames as the stock clients do and records what it receives as readable lines,
 * for example {@code edit apple}, {@code saved 1}, {@code step2 apple pear}.
 */
public final class Peer implements Connection {
    private final String id = UUID.randomUUID().toString();
    private final Wire wire;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> held = new ArrayList<>();
    private final ConnectionListener listener;
    private volatile boolean reading = true;
    private volatile @Nullable CloseCode closed;

    public Peer(ConnectionAcceptor acceptor, Wire wire, String rawPath) {
        this.wire = wire;
        this.listener = acceptor.accept(this, new ConnectRequest(wire, rawPath, null, null, Credentials.none()));
    }

    public static Peer y(ConnectionAcceptor acceptor, String rawPath) {
        return new Peer(acceptor, Wire.Y_WEBSOCKET, rawPath);
    }

    public static Peer hocuspocus(ConnectionAcceptor acceptor) {
        return new Peer(acceptor, Wire.HOCUSPOCUS, "");
    }

    public List<String> received() {
        return received;
    }

    public @Nullable CloseCode closeCode() {
        return closed;
    }

    public Peer authenticate(String address) {
        return raw(frame(address, 2, out -> {
            out.writeVarUint(0);
            out.writeVarString("");
            out.writeVarString("4.8.0");
        }));
    }

    public Peer authenticate(String address, String token) {
        return raw(frame(address, 2, out -> {
            out.writeVarUint(0);
            out.writeVarString(token);
        }));
    }

    /** Sends a message of any type. */
    public Peer message(String address, int type, byte... body) {
        return raw(frame(address, type, out -> {
            for (byte b : body) {
                out.writeUint8(b & 0xff);
            }
        }));
    }

    public Peer step1(String address, String has) {
        return sync(address, 0, has);
    }

    public Peer step2(String address, String words) {
        return sync(address, 1, words);
    }

    public Peer edit(String address, String words) {
        return sync(address, 2, words);
    }

    public Peer presence(String address, long client, long clock, String json) {
        return raw(frame(address, 1, out -> out.writeVarBytes(presenceUpdate(client, clock, json))));
    }

    /** Returns an encoded awareness update with one key. */
    public static byte[] presenceUpdate(long client, long clock, String json) {
        Encoder update = new Encoder();
        update.writeVarUint(1);
        update.writeVarUint(client);
        update.writeVarUint(clock);
        update.writeVarString(json);
        return update.toByteArray();
    }

    public Peer leave(String address) {
        return raw(frame(address, 7, out -> {}));
    }

    public Peer sync(String address, int type, String body) {
        return raw(frame(address, 0, out -> {
            out.writeVarUint(type);
            out.writeVarBytes(body.getBytes(StandardCharsets.UTF_8));
        }));
    }

    public Peer raw(byte[] frame) {
        listener.onFrame(new Frame.Binary(frame));
        return this;
    }

    /** Closes the socket from the client's side. */
    public void disconnect() {
        listener.onClosed();
    }

    /** From now on sends do not complete. */
    public void stopReading() {
        reading = false;
    }

    public void resumeReading() {
        reading = true;
        List<CompletableFuture<Void>> waiting;
        synchronized (held) {
            waiting = List.copyOf(held);
            held.clear();
        }
        waiting.forEach(send -> send.complete(null));
    }

    public Peer awaitReceived(String line) {
        return awaitReceived(received -> received.contains(line));
    }

    public Peer awaitReceived(Predicate<List<String>> condition) {
        await().pollInterval(Duration.ofMillis(2)).until(() -> condition.test(received));
        return this;
    }

    public CloseCode awaitClosed() {
        await().pollInterval(Duration.ofMillis(2)).until(() -> closed != null);
        CloseCode code = closed;
        if (code == null) {
            throw new IllegalStateException();
        }
        return code;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletionStage<Void> send(Frame frame) {
        received.add(ReadableFrames.line(wire, frame));
        CompletableFuture<Void> sent = new CompletableFuture<>();
        if (reading) {
            sent.complete(null);
        } else {
            synchronized (held) {
                held.add(sent);
            }
        }
        return sent;
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (closed == null) {
            closed = code;
            listener.onClosed();
        }
    }

    private byte[] frame(String address, int type, java.util.function.Consumer<Encoder> body) {
        Encoder out = new Encoder();
        if (wire == Wire.HOCUSPOCUS) {
            out.writeVarString(address);
        }
        out.writeVarUint(type);
        body.accept(out);
        return out.toByteArray();
    }
}
