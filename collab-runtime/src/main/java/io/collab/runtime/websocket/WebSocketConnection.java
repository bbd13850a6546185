package io.collab.runtime.websocket;

import io.collab.api.CloseCode;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.ConnectionListener;
import io.collab.spi.transport.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One WebSocket session as a {@link Connection}. One asynchronous send is in flight at a time, which is all that several
 * containers allow. Thread-safe.
 */
final class WebSocketConnection implements Connection {
    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());
    private static final long SILENCE_NANOS = 60_000_000_000L;
    private static final long SEND_TIMEOUT_MILLIS = 30_000;
    private static final int MAX_REASON_BYTES = 123;

    /**
     * A class loader that finds no services. Payara searches for context services with the thread's class loader at every send, in
     * every jar of the application: two thirds of the cost of a send there.
     */
    private static final ClassLoader NO_SERVICES = new ClassLoader(null) {};

    private final WebSocketTransport transport;
    private final Session session;
    private final String id;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<ConnectionListener> listener = new CompletableFuture<>();
    private volatile long receivedNanos = System.nanoTime();
    /** Guarded by {@code this}: whether a send is in flight, so that no ping overlaps it. */
    private boolean sending;

    private WebSocketConnection(WebSocketTransport transport, Session session) {
        this.transport = transport;
        this.session = session;
        this.id = transport.newId();
    }

    static WebSocketConnection open(WebSocketTransport transport, Session session, ConnectRequest request) {
        WebSocketConnection connection = new WebSocketConnection(transport, session);
        TyrusIdleTimer.removeFrom(session);
        session.setMaxIdleTimeout(0); // silent peers are detected in tick(), without a timer per message
        session.setMaxBinaryMessageBufferSize(transport.maxFrameBytes());
        session.setMaxTextMessageBufferSize(transport.maxFrameBytes());
        session.getAsyncRemote().setSendTimeout(SEND_TIMEOUT_MILLIS);
        transport.opened(connection);
        ConnectionListener accepted = transport.acceptor().accept(connection, withSubProtocol(request, session));
        connection.listener.complete(accepted);
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) bytes -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            connection.receivedNanos = System.nanoTime();
            accepted.onFrame(new Frame.Binary(copy));
        });
        session.addMessageHandler(
                String.class, (MessageHandler.Whole<String>) text -> accepted.onFrame(new Frame.Text(text)));
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>)
                pong -> connection.receivedNanos = System.nanoTime());
        return connection;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletionStage<Void> send(Frame frame) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        SendHandler done = result -> {
            synchronized (this) {
                sending = false;
            }
            if (result.isOK()) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(result.getException());
            }
        };
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(NO_SERVICES);
        try {
            synchronized (this) {
                sending = true;
            }
            if (frame instanceof Frame.Binary binary) {
                session.getAsyncRemote().sendBinary(ByteBuffer.wrap(binary.bytes()), done);
            } else if (frame instanceof Frame.Text text) {
                session.getAsyncRemote().sendText(text.text(), done);
            }
        } catch (Throwable refused) {
            sent.completeExceptionally(refused);
        } finally {
            thread.setContextClassLoader(before);
        }
        return sent;
    }

    @Override
    public void close(CloseCode code, String reason) {
        try {
            if (session.isOpen()) {
                session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code.code()), cut(reason)));
            }
        } catch (IOException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "a socket could not be closed", broken);
        }
        closed();
    }

    /** Sends a ping, or closes the socket if the peer was silent for too long. */
    void tick() {
        if (System.nanoTime() - receivedNanos > SILENCE_NANOS) {
            close(CloseCode.IDLE_TIMEOUT, "the peer is silent");
            return;
        }
        synchronized (this) {
            if (!sending && session.isOpen()) {
                try {
                    session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
                } catch (IOException | RuntimeException broken) {
                    LOG.log(System.Logger.Level.DEBUG, "a ping could not be sent", broken);
                }
            }
        }
    }

    /** The socket is closed. */
    void closed() {
        if (closed.compareAndSet(false, true)) {
            transport.closed(this);
            listener.thenAccept(ConnectionListener::onClosed);
        }
    }

    /** The container reports an error: the socket is closed. */
    void failed() {
        close(CloseCode.INTERNAL_ERROR, "the socket failed");
    }

    private static ConnectRequest withSubProtocol(ConnectRequest request, Session session) {
        String chosen = session.getNegotiatedSubprotocol();
        return new ConnectRequest(
                request.wire(),
                request.rawPath(),
                request.query(),
                chosen == null || chosen.isEmpty() ? null : chosen,
                request.credentials());
    }

    /** Returns at most 123 bytes of UTF-8, whole characters only. */
    private static String cut(String reason) {
        String shorter = reason;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
        }
        return shorter;
    }
}
