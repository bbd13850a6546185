package io.collab.runtime.connection;

import io.collab.api.Author;
import io.collab.api.CloseCode;
import io.collab.api.CollabException;
import io.collab.api.Credentials;
import io.collab.api.ProtocolException;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.flow.SendQueue;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.runtime.session.DocumentSession;
import io.collab.runtime.session.JoinFailure;
import io.collab.runtime.session.Participant;
import io.collab.runtime.session.SessionResources;
import io.collab.runtime.threads.Mailbox;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.ConnectionListener;
import io.collab.spi.transport.Frame;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a client: its wire, its send queue, and the documents that are open on it. Frames are decoded on the connection's
 * mailbox and handed to sessions in the order in which they arrived. Thread-safe.
 */
final class ClientConnection implements ConnectionListener {
    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

    private final Connection connection;
    private final WireProtocol wire;
    private final Credentials credentials;
    private final ConnectionResources services;
    private final Consumer<ClientConnection> onClosed;
    private final Mailbox mailbox;
    private final SendQueue queue;
    private final InboundBudget inbound;
    private final Map<String, DocumentChannel> channels = new HashMap<>();
    private final long openedNanos;
    private int participants;
    private volatile boolean closed;

    ClientConnection(
            Connection connection,
            WireProtocol wire,
            Credentials credentials,
            ConnectionResources services,
            Consumer<ClientConnection> onClosed) {
        this.connection = connection;
        this.wire = wire;
        this.credentials = credentials;
        this.services = services;
        this.onClosed = onClosed;
        SessionResources resources = services.resources();
        ConnectionLimits limits = services.limits();
        this.openedNanos = resources.nanoTime().getAsLong();
        this.mailbox = new Mailbox(resources.mailboxes(), resources.nanoTime(), this::broken);
        this.queue = new SendQueue(connection, wire, resources.engine(), mailbox, limits, resources.nanoTime());
        this.inbound = new InboundBudget(limits.inbound().waitingBytes() + (long) limits.maxFrameBytes());
    }

    /** Opens the document of a wire with a single document. */
    void openSingle(String name) {
        mailbox.execute(() -> open("", name, credentials));
    }

    @Override
    public void onFrame(Frame frame) {
        int maxFrameBytes = services.limits().maxFrameBytes();
        int size = frame instanceof Frame.Binary binary
                ? binary.bytes().length
                : ((Frame.Text) frame).text().length();
        if (size > maxFrameBytes) {
            close(CloseCode.MESSAGE_TOO_BIG, "a frame has at most " + maxFrameBytes + " bytes");
            return;
        }
        InboundBudget.Reservation bytes = inbound.reserve(size);
        if (bytes == null) {
            close(CloseCode.TOO_FAST, "too many bytes wait to be processed");
        } else {
            mailbox.execute(() -> receive(frame, bytes));
        }
    }

    @Override
    public void onClosed() {
        mailbox.execute(() -> {
            closed = true;
            onClosed.accept(this);
            queue.closeNow(CloseCode.NORMAL, "");
            channels.values().forEach(DocumentChannel::leave);
            channels.clear();
        });
    }

    /** Closes the socket at once. */
    void close(CloseCode code, String reason) {
        mailbox.execute(() -> {
            if (!closed) {
                closed = true;
                queue.closeNow(code, reason);
            }
        });
    }

    /** Closes the socket after everything that waits to be sent. */
    void closeAfterAll(CloseCode code, String reason) {
        queue.closeAfterAll(code, reason);
    }

    /** Checks the connection's time-outs. Called every few seconds, from the timer. */
    void tick() {
        ConnectionLimits limits = services.limits();
        if (queue.inFlightNanos() > limits.timeouts().send().toNanos()) {
            close(CloseCode.SLOW_CONSUMER, "the client does not read");
        } else if (queue.idleNanos() > limits.timeouts().keepAlive().toNanos()) {
            mailbox.execute(this::sendKeepAlive);
        }
        long ageNanos = services.resources().nanoTime().getAsLong() - openedNanos;
        if (ageNanos > limits.timeouts().join().toNanos()) {
            mailbox.execute(() -> {
                if (channels.isEmpty() && !closed) {
                    close(CloseCode.IDLE_TIMEOUT, "no document is open on this connection");
                }
            });
        }
    }

    private void sendKeepAlive() {
        for (Map.Entry<String, DocumentChannel> channel : channels.entrySet()) {
            if (channel.getValue().isJoined()) {
                queue.send(channel.getKey(), new ServerMessage.KeepAlive());
                return;
            }
        }
    }

    private void receive(Frame frame, InboundBudget.Reservation bytes) {
        if (closed) {
            return;
        }
        try {
            route(wire.decode(frame), bytes);
        } catch (ProtocolException unreadable) {
            LOG.log(System.Logger.Level.INFO, "{0}: closed: {1}", connection.id(), unreadable.code());
            close(unreadable.closeCode(), String.valueOf(unreadable.getMessage()));
        }
    }

    private void route(ClientMessage message, InboundBudget.Reservation bytes) {
        String address = message.address();
        DocumentChannel channel = channels.get(address);
        if (message instanceof ClientMessage.Pong) {
            bytes.close();
        } else if (message instanceof ClientMessage.Leave) {
            leave(address, channel);
            bytes.close();
        } else if (message instanceof ClientMessage.Authenticate authenticate) {
            if (channel == null || channel.isDenied()) {
                open(address, wire.documentName(address), credentials.withToken(authenticate.token()));
            }
            bytes.close();
        } else {
            if (channel == null) {
                open(address, wire.documentName(address), credentials);
            }
            deliver(channels.get(address), message, bytes);
        }
    }

    private void deliver(@Nullable DocumentChannel channel, ClientMessage message, InboundBudget.Reservation bytes) {
        if (channel == null || !channel.receive(message, bytes)) {
            close(CloseCode.TOO_FAST, "too many messages wait for the document to open");
        }
    }

    private void leave(String address, @Nullable DocumentChannel channel) {
        if (channel != null) {
            channels.remove(address);
            channel.leave();
            queue.send(address, new ServerMessage.Left());
        }
    }

    /** Checks the access to a document, and opens it if access is granted. */
    private void open(String address, String name, Credentials shown) {
        int maxDocuments = services.limits().documents();
        if (channels.size() >= maxDocuments && !channels.containsKey(address)) {
            close(CloseCode.TOO_FAST, "a connection has at most " + maxDocuments + " documents");
            return;
        }
        DocumentChannel channel = new DocumentChannel(services.limits());
        DocumentChannel before = channels.put(address, channel);
        if (before != null) {
            channel.moveFrom(before);
        }
        services.accessChecker()
                .check(shown, name)
                .thenAccept(result -> mailbox.execute(() -> {
                    if (isCurrent(address, channel)) {
                        checked(address, channel, result);
                    }
                }));
    }

    private boolean isCurrent(String address, DocumentChannel channel) {
        return !closed && channels.get(address) == channel;
    }

    private void checked(String address, DocumentChannel channel, AccessChecker.Result result) {
        if (result instanceof AccessChecker.Result.Granted granted) {
            join(address, channel, granted);
        } else if (result instanceof AccessChecker.Result.BadName bad) {
            end(address, channel, bad.reason());
        } else if (result instanceof AccessChecker.Result.Unauthenticated unauthenticated) {
            deny(address, channel, CloseCode.UNAUTHORIZED, unauthenticated.reason());
        } else if (result instanceof AccessChecker.Result.Forbidden forbidden) {
            deny(address, channel, CloseCode.FORBIDDEN, forbidden.reason());
        }
    }

    private void join(String address, DocumentChannel channel, AccessChecker.Result.Granted granted) {
        String source = connection.id() + "." + participants++;
        Author author = new Author(
                granted.principal(), connection.id(), services.resources().node());
        Participant participant = new Participant(
                queue,
                address,
                new Participant.Admission(granted.document(), source, author, granted.access()),
                reason -> mailbox.execute(() -> end(address, channel, reason)));
        services.registry()
                .join(participant)
                .whenComplete((session, failure) -> mailbox.execute(() -> {
                    if (failure != null) {
                        end(address, channel, JoinFailure.of(failure));
                    } else {
                        joined(address, channel, session, participant);
                    }
                }));
    }

    private void joined(String address, DocumentChannel channel, DocumentSession session, Participant participant) {
        if (channels.get(address) == channel) {
            channel.joined(session, participant);
        } else {
            session.leave(participant);
        }
    }

    /** Denies access; if the socket has no other document it is closed. */
    private void deny(String address, DocumentChannel channel, CloseCode code, String reason) {
        channel.deny();
        queue.send(address, new ServerMessage.Denied(reason));
        if (wire.singleDocument()) {
            closeAfterAll(code, reason);
        }
    }

    /** Closes a document on this connection, and the socket where the wire requires it. */
    private void end(String address, DocumentChannel channel, CollabException reason) {
        if (!channels.remove(address, channel)) {
            return;
        }
        channel.leave();
        CloseCode code = reason.closeCode();
        String text = reason.code() + ": " + reason.getMessage();
        if (wire.endsSocket(reason, !channels.isEmpty())) {
            closeAfterAll(code, text);
        } else {
            queue.send(address, new ServerMessage.Closed(code, text));
        }
    }

    private void broken(Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, connection.id() + ": the connection failed and is closed", failure);
        close(CloseCode.INTERNAL_ERROR, "the server has failed");
    }
}
