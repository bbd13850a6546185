package io.collab.runtime.websocket.endpoint;

import io.collab.api.CloseCode;
import io.collab.runtime.websocket.IncomingMessage;
import io.collab.runtime.websocket.WebSocketConnection;
import io.collab.runtime.websocket.WebSocketResources;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import jakarta.websocket.CloseReason;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One session of the container. One asynchronous send is in flight at a time, which is all that several containers allow. Binary
 * messages arrive in the pieces in which the container reads them. Thread-safe.
 */
final class EndpointConnection extends WebSocketConnection {
    private static final System.Logger LOG = System.getLogger(EndpointConnection.class.getName());

    private final Session session;
    /** Guarded by {@code this}: whether a send is in flight, so that no ping overlaps it. */
    private boolean sending;
    /** Written by one send at a time. */
    private volatile long writtenBytes;
    /** Used by the container's thread that reads. */
    private boolean discarding;

    private EndpointConnection(WebSocketResources resources, Session session, Wire wire) {
        super(resources, wire);
        this.session = session;
    }

    /** Hands a session to the runtime. */
    static EndpointConnection open(WebSocketResources resources, Session session, ConnectRequest request) {
        EndpointConnection connection = new EndpointConnection(resources, session, request.wire());
        session.setMaxIdleTimeout(0); // silent clients are detected in tick(), without a timer per message
        session.getAsyncRemote().setSendTimeout(0); // the runtime knows how much time a slow client needs
        connection.accept(withSubProtocol(request, session));
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) connection::piece);
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {
            connection.alive();
            connection.received(new Frame.Text(text));
        });
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> {
            connection.alive();
            connection.ponged(copy(pong.getApplicationData()));
        });
        return connection;
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
        try {
            synchronized (this) {
                sending = true;
            }
            if (frame instanceof Frame.Binary binary) {
                writtenBytes += binary.bytes().length;
                session.getAsyncRemote().sendBinary(ByteBuffer.wrap(binary.bytes()), done);
            } else if (frame instanceof Frame.Text text) {
                writtenBytes += text.text().length();
                session.getAsyncRemote().sendText(text.text(), done);
            }
        } catch (Throwable refused) {
            sent.completeExceptionally(refused);
        }
        return sent;
    }

    /** A piece of a binary message has arrived. */
    private void piece(ByteBuffer bytes, boolean last) {
        alive();
        if (hasLeft()) {
            discard();
        }
        IncomingMessage message = message();
        int count = bytes.remaining();
        if (!discarding
                && accepted(message.check(count))
                && accepted(message.reserve(count, last ? message.size() + count : message.maxBytes()))) {
            bytes.get(message.buffer(), message.size(), count);
            message.added(count);
            if (last) {
                received(new Frame.Binary(message.take()));
            }
        }
        progress(!last);
    }

    private boolean accepted(IncomingMessage.@Nullable Refusal refusal) {
        if (refusal != null) {
            discard();
            refuse(refusal.code(), refusal.reason());
        }
        return refusal == null;
    }

    private void discard() {
        discarding = true;
        message().discard();
    }

    @Override
    protected void ping(byte[] payload) {
        synchronized (this) {
            if (!sending && session.isOpen()) {
                try {
                    session.getAsyncRemote().sendPing(ByteBuffer.wrap(payload));
                } catch (IOException | RuntimeException broken) {
                    LOG.log(System.Logger.Level.DEBUG, "a ping could not be sent", broken);
                }
            }
        }
    }

    @Override
    protected long writtenBytes() {
        return writtenBytes;
    }

    @Override
    protected void closeSocket(int code, String reason) {
        try {
            if (session.isOpen()) {
                session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
            }
        } catch (IOException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "a socket could not be closed", broken);
        } finally {
            ended();
        }
    }

    @Override
    protected void end() {
        close(CloseCode.SERVICE_RESTART, "the node is shutting down");
    }

    /** The container has closed the socket. */
    void closed() {
        leave();
        ended();
    }

    /** The container reports an error. */
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

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }
}
