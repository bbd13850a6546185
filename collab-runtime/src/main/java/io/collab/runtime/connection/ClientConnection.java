package io.collab.runtime.connection;

import io.collab.api.Author;
import io.collab.api.CloseCode;
import io.collab.api.CollabException;
import io.collab.api.Credentials;
import io.collab.api.LimitExceededException;
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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a client: its wire, its send queue, and the documents that are open on it. Frames are decoded on the connection's
 * mailbox and handed to sessions in the order in which they arrived. Thread-safe.
 */
final class ClientConnection implements ConnectionListener {
    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

    private static final int MAX_UNREADABLE = 16;
    private static final int MAX_CHECKS = 8;
    /** Smaller messages are limited per connection only, so that they are received however many large ones wait. */
    private static final int LARGE_BYTES = 64 << 10;
    /** For how long a document is not opened again by a client that has sent too much for it, and would send it again. */
    private static final Duration TOO_LARGE_DELAY = Duration.ofSeconds(15);

    private static final long HAS_DOCUMENT = Long.MIN_VALUE;

    private final Connection connection;
    private final WireProtocol wire;
    private final Credentials credentials;
    private final ConnectionResources services;
    private final Consumer<ClientConnection> onClosed;
    private final Mailbox mailbox;
    private final SendQueue queue;
    private final InboundBudget inbound;
    private final Map<String, DocumentChannel> channels = new HashMap<>();
    /** Documents whose next check waits until fewer checks of this connection are running. */
    private final Deque<DocumentChannel> waitingForCheck = new ArrayDeque<>();

    /** Documents whose messages are dropped for a while: the time in nanoseconds. */
    private final Map<String, Long> tooLargeUntil = new HashMap<>();

    private String singleName = "";
    private int runningChecks;
    private int unreadableFrames;
    private int participants;
    /** When the connection was opened or its last document was left; {@link #HAS_DOCUMENT} while one is joined. */
    private volatile long withoutDocumentSinceNanos;

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
        this.withoutDocumentSinceNanos = resources.nanoTime().getAsLong();
        this.mailbox = new Mailbox(resources.mailboxes(), resources.nanoTime(), this::broken);
        this.queue = new SendQueue(connection, wire, resources.engine(), mailbox, limits, resources.nanoTime());
        this.inbound = new InboundBudget(limits.inbound().waitingBytes() + (long) limits.maxMessageBytes());
    }

    /** Opens the document of a wire with a single document. */
    void openSingle(String name) {
        mailbox.execute(() -> {
            singleName = name;
            open("", credentials);
        });
    }

    @Override
    public void onFrame(Frame frame) {
        int maxBytes = services.limits().maxMessageBytes();
        int size = frame instanceof Frame.Binary binary
                ? binary.bytes().length
                : ((Frame.Text) frame).text().length();
        if (size > maxBytes) {
            close(CloseCode.MESSAGE_TOO_BIG, "a message has at most " + maxBytes + " bytes");
            return;
        }
        boolean large = size > LARGE_BYTES;
        int cost = size + ConnectionLimits.MESSAGE_OVERHEAD;
        InboundBudget.Reservation shared = large ? services.largeMessages().reserve(cost) : null;
        if (large && shared == null) {
            close(CloseCode.TRY_AGAIN_LATER, "the server processes too many large messages at the moment");
            return;
        }
        InboundBudget.Reservation bytes = inbound.reserve(cost, shared);
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
            channels.values().forEach(DocumentChannel::close);
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
        if (queue.overdueNanos() > limits.timeouts().send().toNanos()) {
            close(CloseCode.SLOW_CONSUMER, "the client does not read");
        } else if (queue.idleNanos() > limits.timeouts().keepAlive().toNanos()) {
            mailbox.execute(this::sendKeepAlive);
        }
        if (hasNoDocumentFor(limits.timeouts().join())) {
            mailbox.execute(() -> {
                if (!closed && hasNoDocumentFor(limits.timeouts().join())) {
                    close(CloseCode.IDLE_TIMEOUT, "no document is open on this connection");
                }
            });
        }
    }

    private boolean hasNoDocumentFor(Duration time) {
        long since = withoutDocumentSinceNanos;
        return since != HAS_DOCUMENT && nanoTime() - since > time.toNanos();
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
            bytes.close();
            return;
        }
        try {
            route(wire.decode(frame), bytes);
        } catch (ProtocolException unreadable) {
            bytes.close();
            LOG.log(System.Logger.Level.DEBUG, "{0}: closed: {1}", connection.id(), unreadable.code());
            close(unreadable.closeCode(), String.valueOf(unreadable.getMessage()));
        } catch (Throwable bug) {
            bytes.close();
            throw bug;
        }
    }

    private void route(ClientMessage message, InboundBudget.Reservation bytes) {
        String address = message.address();
        DocumentChannel channel = channels.get(address);
        boolean ended = wire.singleDocument() && channel == null || isRefused(address);
        if (ended || message instanceof ClientMessage.Pong || message instanceof ClientMessage.Unknown) {
            bytes.close();
        } else if (message instanceof ClientMessage.Unreadable unreadable) {
            bytes.close();
            refuse(address, channel, unreadable.reason());
        } else if (message instanceof ClientMessage.Leave) {
            leave(address, channel);
            bytes.close();
        } else if (message instanceof ClientMessage.Authenticate authenticate) {
            bytes.close();
            String token = authenticate.token(); // a client without one sends an empty one
            authenticate(address, channel, token.isEmpty() ? credentials : credentials.withToken(token));
        } else if (bytes.bytes() > services.limits().maxFrameBytes() + ConnectionLimits.MESSAGE_OVERHEAD
                && !(message instanceof ClientMessage.SyncStep2)) {
            bytes.close();
            refuse(
                    address,
                    channel,
                    new LimitExceededException(
                            "message-too-large",
                            "a message has at most " + services.limits().maxFrameBytes() + " bytes"));
        } else {
            if (channel == null) {
                open(address, credentials);
            }
            deliver(channels.get(address), message, bytes);
        }
    }

    private void deliver(@Nullable DocumentChannel channel, ClientMessage message, InboundBudget.Reservation bytes) {
        if (channel == null) { // it was not opened, and the connection is closed
            bytes.close();
        } else if (!channel.receive(message, bytes)) {
            close(CloseCode.TOO_FAST, "too many messages wait for the document to open");
        }
    }

    private void leave(String address, @Nullable DocumentChannel channel) {
        if (channel != null) {
            remove(channel);
            queue.send(address, new ServerMessage.Left());
        }
    }

    /** Returns whether a client has sent too much for a document a short while ago. */
    private boolean isRefused(String address) {
        Long until = tooLargeUntil.get(address);
        if (until != null && nanoTime() - until > 0) {
            tooLargeUntil.remove(address);
            return false;
        }
        return until != null;
    }

    /** Refuses a message: closes its document, and the socket after {@value #MAX_UNREADABLE} such messages. */
    private void refuse(String address, @Nullable DocumentChannel channel, CollabException reason) {
        unreadableFrames++;
        if (unreadableFrames > MAX_UNREADABLE) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: closed: {1}", connection.id(), reason.code());
            close(reason.closeCode(), String.valueOf(reason.getMessage()));
        } else if (channel != null) {
            end(channel, reason);
        } else {
            queue.send(address, new ServerMessage.Closed(reason.closeCode(), text(reason)));
        }
    }

    private void open(String address, Credentials shown) {
        int maxDocuments = services.limits().documents();
        tooLargeUntil.values().removeIf(until -> nanoTime() - until > 0);
        if (channels.size() + tooLargeUntil.size() >= maxDocuments) {
            close(CloseCode.TOO_FAST, "a connection has at most " + maxDocuments + " documents");
            return;
        }
        DocumentChannel channel = new DocumentChannel(address, services.limits());
        channels.put(address, channel);
        authenticate(address, channel, shown);
    }

    /** Checks credentials after those that the client has sent before for the same document; the last ones decide. */
    private void authenticate(String address, @Nullable DocumentChannel channel, Credentials shown) {
        if (channel == null) {
            open(address, shown);
        } else if (channel.addToken(shown)) {
            checkNext(channel);
        } else {
            close(CloseCode.TOO_FAST, "too many tokens wait to be checked");
        }
    }

    /** Starts the next check of a document, if the connection has not too many checks running. */
    private void checkNext(DocumentChannel channel) {
        if (runningChecks >= MAX_CHECKS) {
            waitingForCheck.add(channel);
            return;
        }
        Credentials next = channel.nextToken();
        if (next == null) {
            return;
        }
        runningChecks++;
        String name = wire.singleDocument() ? singleName : wire.documentName(channel.address());
        services.accessChecker()
                .check(next, name)
                .thenAccept(result -> mailbox.execute(() -> {
                    runningChecks--;
                    if (isCurrent(channel)) {
                        checked(channel, result);
                    }
                    while (runningChecks < MAX_CHECKS && !waitingForCheck.isEmpty()) {
                        checkNext(waitingForCheck.remove());
                    }
                }));
    }

    private boolean isCurrent(DocumentChannel channel) {
        return !closed && channels.get(channel.address()) == channel;
    }

    private void checked(DocumentChannel channel, AccessChecker.Result result) {
        if (result instanceof AccessChecker.Result.Granted granted) {
            granted(channel, granted);
        } else if (result instanceof AccessChecker.Result.BadName bad) {
            end(channel, bad.reason());
        } else if (result instanceof AccessChecker.Result.Unavailable unavailable) {
            end(channel, unavailable.reason());
        } else if (result instanceof AccessChecker.Result.Unauthenticated unauthenticated) {
            deny(channel, CloseCode.UNAUTHORIZED, unauthenticated.reason());
        } else if (result instanceof AccessChecker.Result.Forbidden forbidden) {
            deny(channel, CloseCode.FORBIDDEN, forbidden.reason());
        }
    }

    private void granted(DocumentChannel channel, AccessChecker.Result.Granted granted) {
        Participant joined = channel.participant();
        DocumentSession session = channel.session();
        if (joined != null && session != null && joined.isFor(granted.document(), granted.principal())) {
            session.changeAccess(joined, granted.access());
            checkDone(channel);
        } else {
            channel.leaveSession();
            join(channel, granted);
        }
    }

    private void checkDone(DocumentChannel channel) {
        channel.checked();
        checkNext(channel);
    }

    private void join(DocumentChannel channel, AccessChecker.Result.Granted granted) {
        String source = connection.id() + "." + participants++;
        Author author = new Author(
                granted.principal(), connection.id(), services.resources().node());
        Participant participant = new Participant(
                queue,
                channel.address(),
                new Participant.Admission(granted.document(), source, author, granted.access()),
                (ended, reason) -> mailbox.execute(() -> ended(channel, ended, reason)));
        channel.joining(participant);
        services.registry()
                .join(participant)
                .whenComplete((session, failure) -> mailbox.execute(() -> {
                    if (failure != null) {
                        end(channel, JoinFailure.of(failure));
                    } else if (isCurrent(channel)) {
                        withoutDocumentSinceNanos = HAS_DOCUMENT;
                        channel.joined(session);
                        checkDone(channel);
                    } else {
                        session.leave(participant);
                    }
                }));
    }

    /** The session has ended a participation; has no effect on a channel that has another participant by now. */
    private void ended(DocumentChannel channel, Participant participant, CollabException reason) {
        if (channel.participant() == participant) {
            end(channel, reason);
        }
    }

    /** Denies access; if the socket has no other document it is closed. The client may send another token. */
    private void deny(DocumentChannel channel, CloseCode code, String reason) {
        channel.deny();
        noteDocuments();
        queue.send(channel.address(), new ServerMessage.Denied(reason));
        if (wire.singleDocument()) {
            closeAfterAll(code, reason);
        }
        checkDone(channel);
    }

    /** Closes a document on this connection, and the socket where the wire requires it. */
    private void end(DocumentChannel channel, CollabException reason) {
        if (channels.get(channel.address()) != channel) {
            return;
        }
        remove(channel);
        if (wire.endsSocket(reason, !channels.isEmpty())) {
            closeAfterAll(reason.closeCode(), text(reason));
        } else {
            if (reason.closeCode() == CloseCode.TOO_LARGE) {
                tooLargeUntil.put(channel.address(), nanoTime() + TOO_LARGE_DELAY.toNanos());
            }
            queue.send(channel.address(), new ServerMessage.Closed(reason.closeCode(), text(reason)));
        }
    }

    private void remove(DocumentChannel channel) {
        channels.remove(channel.address());
        waitingForCheck.removeIf(waiting -> waiting == channel);
        channel.close();
        noteDocuments();
    }

    /** Starts the time without a document, if none is joined any more. */
    private void noteDocuments() {
        if (withoutDocumentSinceNanos == HAS_DOCUMENT
                && channels.values().stream().noneMatch(DocumentChannel::isJoined)) {
            withoutDocumentSinceNanos = nanoTime();
        }
    }

    private long nanoTime() {
        return services.resources().nanoTime().getAsLong();
    }

    private static String text(CollabException reason) {
        return reason.code() + ": " + reason.getMessage();
    }

    private void broken(Throwable failure) {
        closed = true;
        if (failure instanceof RejectedExecutionException) { // the node has shut down
            connection.close(CloseCode.SERVICE_RESTART, "the node is shutting down");
        } else {
            LOG.log(System.Logger.Level.ERROR, connection.id() + ": the connection failed and is closed", failure);
            connection.close(CloseCode.INTERNAL_ERROR, "the server has failed");
        }
    }
}
