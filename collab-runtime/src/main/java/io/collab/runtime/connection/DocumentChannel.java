package io.collab.runtime.connection;

import io.collab.api.Credentials;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.session.DocumentSession;
import io.collab.runtime.session.Participant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One document on one connection, from its first message until it is left: being checked, joining, joined, or denied. Tokens are
 * checked one after the other, and the last one decides. Other messages that arrive while the document is not joined wait here,
 * within limits. Belongs to the connection's mailbox.
 */
final class DocumentChannel {
    private static final int MAX_TOKENS = 8;

    private record Early(ClientMessage message, InboundBudget.Reservation bytes) {}

    private final String address;
    private final ConnectionLimits limits;
    private final Deque<Credentials> tokens = new ArrayDeque<>();
    private final Deque<Early> early = new ArrayDeque<>();
    private long earlyBytes;
    private boolean checking;
    private boolean denied;
    private @Nullable Participant participant;
    private @Nullable DocumentSession session;

    DocumentChannel(String address, ConnectionLimits limits) {
        this.address = address;
        this.limits = limits;
    }

    String address() {
        return address;
    }

    /** Adds credentials to be checked; false if too many wait. */
    boolean addToken(Credentials credentials) {
        tokens.add(credentials);
        return tokens.size() <= MAX_TOKENS;
    }

    /** Starts the next check: returns its credentials, null if none wait or a check is running. */
    @Nullable
    Credentials nextToken() {
        Credentials next = checking ? null : tokens.poll();
        checking |= next != null;
        denied &= next == null;
        return next;
    }

    /** The result of a check has taken effect. */
    void checked() {
        checking = false;
    }

    /** Passes a message to the session, or keeps it until the document is joined; false if too many messages wait. */
    boolean receive(ClientMessage message, InboundBudget.Reservation bytes) {
        DocumentSession joined = session;
        Participant member = participant;
        if (joined != null && member != null) {
            joined.receive(member, message, bytes);
            return true;
        }
        if (denied && bytes.isShared()) {
            bytes.close();
            return true;
        }
        earlyBytes += bytes.bytes();
        early.add(new Early(message, bytes));
        return early.size() <= limits.inbound().earlyMessages()
                && earlyBytes <= limits.inbound().earlyBytes() + (long) limits.maxMessageBytes();
    }

    /** A participant asks a session to admit it. */
    void joining(Participant member) {
        participant = member;
    }

    /** The session has admitted the participant: the waiting messages follow. */
    void joined(DocumentSession by) {
        session = by;
        earlyBytes = 0;
        Participant member = Objects.requireNonNull(participant, "it was joining");
        for (Early next = early.poll(); next != null; next = early.poll()) {
            by.receive(member, next.message(), next.bytes());
        }
    }

    /** Leaves the session, because access is granted to another user. Messages that arrive from now on wait. */
    void leaveSession() {
        DocumentSession joined = session;
        Participant member = participant;
        session = null;
        participant = null;
        if (joined != null && member != null) {
            joined.leave(member);
        }
    }

    /**
     * Access was denied. Messages wait for another token, which may never come; large ones, which are limited for all connections
     * together, are dropped: after another token the client is asked for what the server lacks.
     */
    void deny() {
        leaveSession();
        denied = true;
        for (Iterator<Early> waiting = early.iterator(); waiting.hasNext(); ) {
            InboundBudget.Reservation bytes = waiting.next().bytes();
            if (bytes.isShared()) {
                waiting.remove();
                earlyBytes -= bytes.bytes();
                bytes.close();
            }
        }
    }

    /** The client has left, or the document is closed for it. */
    void close() {
        leaveSession();
        tokens.clear();
        early.forEach(waiting -> waiting.bytes().close());
        early.clear();
    }

    /** Returns the participant that is joining or has joined. */
    @Nullable
    Participant participant() {
        return participant;
    }

    @Nullable
    DocumentSession session() {
        return session;
    }

    boolean isJoined() {
        return session != null;
    }
}
