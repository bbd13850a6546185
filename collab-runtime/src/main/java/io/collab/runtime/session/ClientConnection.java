package io.collab.runtime.session;

import io.collab.api.Author;
import io.collab.api.CloseCode;
import io.collab.api.CollabException;
import io.collab.api.Credentials;
import io.collab.api.ProtocolException;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.ConnectionListener;
import io.collab.spi.transport.Frame;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One socket: its wire, what waits to be sent, and the documents open on it. Frames are decoded on the connection's own
 * mailbox and handed to sessions in the order in which they came; what comes for a document before it is joined waits at its
 * {@link Door}.
 */
final class ClientConnection implements ConnectionListener {
    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

    private final Connection connection;
    private final WireProtocol wire;
    private final Credentials credentials;
    private final Gateway gateway;
    private final ConnectionLimits limits;
    private final Mailbox mailbox;
    private final Outbox outbox;
    private final AtomicLong inboundBytes = new AtomicLong();
    private final Map<String, Door> doors = new HashMap<>();
    private final long openedNanos;
    private int participants;
    private volatile boolean closed;

    ClientConnection(Connection connection, WireProtocol wire, Credentials credentials, Gateway gateway) {
        this.connection = connection;
        this.wire = wire;
        this.credentials = credentials;
        this.gateway = gateway;
        this.limits = gateway.limits();
        SessionResources resources = gateway.resources();
        this.openedNanos = resources.nanoTime().getAsLong();
        this.mailbox = new Mailbox(resources.mailboxes(), resources.nanoTime(), this::broken);
        this.outbox = new Outbox(connection, wire, resources.engine(), mailbox, limits, resources.nanoTime());
    }

    WireProtocol wire() {
        return wire;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Opens the one document of a wire that has one. */
    void openOnly(String name) {
        mailbox.execute(() -> knock("", name, credentials));
    }

    @Override
    public void onFrame(Frame frame) {
        int bytes = frame instanceof Frame.Binary binary
                ? binary.bytes().length
                : ((Frame.Text) frame).text().length();
        if (bytes > limits.maxFrameBytes()) {
            close(CloseCode.MESSAGE_TOO_BIG, "a frame has at most " + limits.maxFrameBytes() + " bytes");
        } else if (inboundBytes.addAndGet(bytes) > limits.inboundBytes() + (long) limits.maxFrameBytes()) {
            close(CloseCode.TOO_FAST, "too much waits to be answered");
        } else {
            mailbox.execute(() -> take(frame, bytes));
        }
    }

    @Override
    public void onClosed() {
        mailbox.execute(() -> {
            closed = true;
            gateway.closed(this);
            outbox.closeNow(CloseCode.NORMAL, "");
            doors.values().forEach(Door::left);
            doors.clear();
        });
    }

    /** Closes the socket at once. Any thread. */
    void close(CloseCode code, String reason) {
        mailbox.execute(() -> {
            if (!closed) {
                closed = true;
                outbox.closeNow(code, reason);
            }
        });
    }

    /** Closes the socket behind everything that waits to be sent. Any thread. */
    void closeAfterAll(CloseCode code, String reason) {
        outbox.closeAfterAll(code, reason);
    }

    /** Bytes of this peer have been answered for. */
    void release(int bytes) {
        inboundBytes.addAndGet(-bytes);
    }

    /** A session has let a participant in: what waited for that follows. */
    void joined(Participant participant) {
        mailbox.execute(() -> {
            Door door = doors.get(participant.address());
            if (door != null && door.isFor(participant)) {
                door.open();
            } else {
                participant.leave();
            }
        });
    }

    /** A session does not let a participant in, or lets it go. */
    void dismissed(Participant participant, CollabException reason) {
        mailbox.execute(() -> {
            Door door = doors.get(participant.address());
            if (door != null && door.isFor(participant)) {
                shut(participant.address(), door, reason);
            }
        });
    }

    /** Looks whether it is time for something. Called every few seconds, from the timer. */
    void tick() {
        long now = gateway.resources().nanoTime().getAsLong();
        if (outbox.stuckNanos() > limits.sendTimeout().toNanos()) {
            close(CloseCode.SLOW_CONSUMER, "the peer does not read");
        } else if (outbox.idleNanos() > limits.keepAlive().toNanos()) {
            mailbox.execute(this::keepAlive);
        }
        if (now - openedNanos > limits.joinTimeout().toNanos()) {
            mailbox.execute(() -> {
                if (doors.isEmpty() && !closed) {
                    close(CloseCode.IDLE_TIMEOUT, "no document is open on this connection");
                }
            });
        }
    }

    private void keepAlive() {
        for (Map.Entry<String, Door> door : doors.entrySet()) {
            if (door.getValue().isOpen()) {
                outbox.send(door.getKey(), new ServerMessage.KeepAlive());
                return;
            }
        }
    }

    private void take(Frame frame, int bytes) {
        if (closed) {
            return;
        }
        try {
            ClientMessage message = wire.decode(frame);
            if (message instanceof ClientMessage.Pong) {
                release(bytes);
            } else {
                route(message, bytes);
            }
        } catch (ProtocolException unreadable) {
            LOG.log(System.Logger.Level.INFO, "{0}: closed: {1}", connection.id(), unreadable.code());
            close(unreadable.closeCode(), String.valueOf(unreadable.getMessage()));
        }
    }

    private void route(ClientMessage message, int bytes) {
        String address = message.address();
        Door door = doors.get(address);
        if (message instanceof ClientMessage.Leave) {
            leave(address, door);
            release(bytes);
        } else if (message instanceof ClientMessage.Authenticate authenticate) {
            if (door == null || door.isRefused()) {
                knock(address, wire.documentName(address), credentials.withToken(authenticate.token()));
            }
            release(bytes);
        } else if (door == null) {
            knock(address, wire.documentName(address), credentials);
            pass(address, message, bytes);
        } else {
            pass(address, message, bytes);
        }
    }

    private void pass(String address, ClientMessage message, int bytes) {
        Door door = doors.get(address);
        if (door == null || !door.pass(message, bytes)) {
            close(CloseCode.TOO_FAST, "too much waits for the document to open");
        }
    }

    private void leave(String address, @Nullable Door door) {
        if (door != null) {
            doors.remove(address);
            door.left();
            outbox.send(address, new ServerMessage.Closed("provider_initiated"));
        }
    }

    /** Asks whether this peer may open a document, and opens it. */
    private void knock(String address, String name, Credentials shown) {
        if (doors.size() >= limits.documents() && !doors.containsKey(address)) {
            close(CloseCode.TOO_FAST, "a connection has at most " + limits.documents() + " documents");
            return;
        }
        Door door = new Door(limits, this::release);
        Door before = doors.put(address, door);
        if (before != null) {
            door.inherit(before);
        }
        onMailbox(gateway.doorkeeper().ask(shown, name), answer -> {
            if (!closed && doors.get(address) == door) {
                answered(address, door, answer);
            }
        });
    }

    private <T> void onMailbox(CompletionStage<T> stage, Consumer<T> action) {
        stage.thenAccept(value -> mailbox.execute(() -> action.accept(value)));
    }

    private void answered(String address, Door door, Doorkeeper.Answer answer) {
        if (answer instanceof Doorkeeper.Answer.Admitted admitted) {
            String source = connection.id() + "." + participants++;
            Author author = new Author(
                    admitted.principal(), connection.id(), gateway.resources().node());
            Participant participant =
                    new Participant(this, address, admitted.document(), source, author, admitted.access());
            door.admit(participant);
            gateway.join(participant);
        } else if (answer instanceof Doorkeeper.Answer.BadName bad) {
            shut(address, door, bad.why());
        } else if (answer instanceof Doorkeeper.Answer.Unknown unknown) {
            deny(address, door, CloseCode.UNAUTHORIZED, unknown.reason());
        } else if (answer instanceof Doorkeeper.Answer.Forbidden forbidden) {
            deny(address, door, CloseCode.FORBIDDEN, forbidden.reason());
        }
    }

    /** The peer may not: said on the wire; where one socket is one document it ends too. */
    private void deny(String address, Door door, CloseCode code, String reason) {
        door.refuse();
        outbox.send(address, new ServerMessage.Denied(reason));
        if (!wire.traits().multiplexed()) {
            closeAfterAll(code, reason);
        }
    }

    /**
     * A document is over for this peer. Where one socket is one document, or this was the only one and the peer may come
     * back, the socket ends with the code; otherwise the other documents on it go on.
     */
    private void shut(String address, Door door, CollabException reason) {
        CloseCode code = reason.closeCode();
        String text = reason.code() + ": " + reason.getMessage();
        doors.remove(address);
        door.left();
        boolean breaksProtocol = reason instanceof ProtocolException;
        if (!wire.traits().multiplexed() || breaksProtocol || (code.retryable() && doors.isEmpty())) {
            closeAfterAll(code, text);
        } else {
            outbox.send(address, new ServerMessage.Closed(code.code() + " " + text));
        }
    }

    private void broken(Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, connection.id() + ": the connection is given up", failure);
        close(CloseCode.INTERNAL_ERROR, "the server has failed");
    }
}
