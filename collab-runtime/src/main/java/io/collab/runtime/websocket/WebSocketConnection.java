package io.collab.runtime.websocket;

import io.collab.api.CloseCode;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.ConnectionListener;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One WebSocket: what does not depend on how its bytes are read and written.
 *
 * <p>Every byte of the client that a transport sees shows that the client is alive. A client that is sent much may need long to read
 * it: it has the time that {@value #MIN_BYTES_PER_SECOND} bytes per second need. Each ping contains the number of bytes before it, so
 * that its pong shows which bytes the client has read.
 *
 * <p>The runtime is notified as soon as one side closes. Thread-safe, but what arrives is passed on by one thread at a time; does not
 * block.
 */
public abstract class WebSocketConnection implements Connection {
    /** A client that is slower than this, in bytes per second, may be closed. */
    static final long MIN_BYTES_PER_SECOND = 8_000;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long NANOS_PER_BYTE = 1_000_000_000L / MIN_BYTES_PER_SECOND;
    private static final long SILENCE_NANOS = 60_000_000_000L;
    private static final Duration TOO_LARGE_DELAY = Duration.ofSeconds(15);
    private static final int MAX_REASON_BYTES = 123;
    private static final int ID_BYTES = 16;
    private static final long NO_MESSAGE = Long.MIN_VALUE;

    private final WebSocketResources resources;
    private final Wire wire;
    private final String id;
    private final ReceivingBudget.Share share;
    private final IncomingMessage message;
    private final CompletableFuture<ConnectionListener> listener = new CompletableFuture<>();
    /** The runtime is not notified of anything any more. */
    private final AtomicBoolean left = new AtomicBoolean();

    private volatile long receivedNanos;
    private volatile long readByClient;
    /** When the message began that is not complete; {@link #NO_MESSAGE} if there is none. */
    private volatile long messageSinceNanos = NO_MESSAGE;

    private volatile int messageBytes;

    /** Creates a connection that {@link #accept} must hand to the runtime. */
    protected WebSocketConnection(WebSocketResources resources, Wire wire) {
        this.resources = resources;
        this.wire = wire;
        this.id = newId();
        this.share = resources.receiving().share();
        this.message = new IncomingMessage(resources.maxMessageBytes(), share);
        this.receivedNanos = now();
    }

    /** Sends the close frame and ends the socket when the client has closed it, too, or after a while. Called at most once. */
    protected abstract void closeSocket(int code, String reason);

    /** Sends a ping, unless one waits to be sent. */
    protected abstract void ping(byte[] payload);

    /** Returns the number of bytes that the container has accepted so far. */
    protected abstract long writtenBytes();

    /** Ends the socket at once. Calling it twice has no effect. Must call {@link #leave()} and {@link #ended()}. */
    protected abstract void end();

    /** Hands the connection to the acceptor. From then on it may be written. */
    protected final void accept(ConnectRequest request) {
        resources.open().add(this);
        listener.complete(resources.acceptor().accept(this, request));
    }

    @Override
    public final String id() {
        return id;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A client that has sent too much sends it again after it has reconnected, unless it regards the code as final. So it waits
     * for the code, and what it sends meanwhile is dropped.
     */
    @Override
    public final void close(CloseCode code, String reason) {
        if (!leave()) {
            return;
        }
        if (code == CloseCode.TOO_LARGE || code == CloseCode.MESSAGE_TOO_BIG) {
            resources.later().run(TOO_LARGE_DELAY, () -> closeSocket(code.code(), cut(reason)));
        } else {
            closeSocket(code.code(), cut(reason));
        }
    }

    /** Returns the message that is arriving. */
    protected final IncomingMessage message() {
        return message;
    }

    /** Returns what the sockets of the transport share. */
    protected final WebSocketResources resources() {
        return resources;
    }

    /** Bytes of the client have arrived. */
    protected final void alive() {
        receivedNanos = now();
    }

    /**
     * The bytes that have arrived were read.
     *
     * @param inMessage whether a message has begun that is not complete
     */
    protected final void progress(boolean inMessage) {
        if (!inMessage) {
            messageSinceNanos = NO_MESSAGE;
        } else if (messageSinceNanos == NO_MESSAGE) {
            messageSinceNanos = receivedNanos;
        }
        messageBytes = message.size();
    }

    /** A message is complete. */
    protected final void received(Frame frame) {
        messageSinceNanos = NO_MESSAGE;
        if (!left.get()) {
            listener.thenAccept(runtime -> runtime.onFrame(frame));
        }
    }

    /** The client has answered a ping. */
    protected final void ponged(byte[] payload) {
        if (payload.length == Long.BYTES) {
            long read = ByteBuffer.wrap(payload).getLong();
            readByClient = Math.max(readByClient, Math.min(read, writtenBytes()));
        }
    }

    /** The client has sent something that is not accepted: no message follows. */
    protected final void refuse(CloseCode code, String reason) {
        boolean tooLarge = code == CloseCode.MESSAGE_TOO_BIG && wire == Wire.Y_WEBSOCKET; // final to y-websocket 3
        close(tooLarge ? CloseCode.TOO_LARGE : code, reason);
    }

    /** Notifies the runtime that the connection is closed; false if it was notified already. */
    protected final boolean leave() {
        if (!left.compareAndSet(false, true)) {
            return false;
        }
        listener.thenAccept(ConnectionListener::onClosed);
        return true;
    }

    /** Returns whether the runtime was notified that the connection is closed. */
    protected final boolean hasLeft() {
        return left.get();
    }

    /** The socket has ended. Any thread. */
    protected final void ended() {
        share.end();
        resources.open().remove(this);
    }

    /** Sends a ping, or closes the socket if the client was silent or a message was too slow. Called every few seconds. */
    public final void tick() {
        if (left.get()) {
            return;
        }
        long now = now();
        long written = writtenBytes();
        long since = messageSinceNanos;
        if (now - receivedNanos > SILENCE_NANOS + (written - readByClient) * NANOS_PER_BYTE) {
            close(CloseCode.IDLE_TIMEOUT, "the peer is silent");
        } else if (since != NO_MESSAGE && now - since > SILENCE_NANOS + messageBytes * NANOS_PER_BYTE) {
            close(CloseCode.IDLE_TIMEOUT, "a message arrives too slowly");
        } else {
            ping(ByteBuffer.allocate(Long.BYTES).putLong(written).array());
        }
    }

    private long now() {
        return resources.nanoTime().getAsLong();
    }

    /** Returns at most 123 bytes of UTF-8, whole characters only. */
    private static String cut(String reason) {
        String shorter = reason;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
        }
        return shorter;
    }

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
