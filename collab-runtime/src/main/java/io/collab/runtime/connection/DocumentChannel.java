package io.collab.runtime.connection;

import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.session.DocumentSession;
import io.collab.runtime.session.Participant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One document on one connection, from its first message until it is left: being checked, joining, joined, or denied. Messages
 * that arrive before it is joined wait here, within limits. Belongs to the connection's mailbox.
 */
final class DocumentChannel {
    private record Early(ClientMessage message, InboundBudget.Reservation bytes) {}

    private final ConnectionLimits limits;
    private final Deque<Early> early = new ArrayDeque<>();
    private long earlyBytes;
    private @Nullable Participant participant;
    private @Nullable DocumentSession session;
    private boolean denied;

    DocumentChannel(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** Passes a message to the session, or keeps it until the document is joined; false if too many messages wait. */
    boolean receive(ClientMessage message, InboundBudget.Reservation bytes) {
        DocumentSession joined = session;
        Participant member = participant;
        if (joined != null && member != null) {
            joined.receive(member, message, bytes);
            return true;
        }
        earlyBytes += bytes.bytes();
        early.add(new Early(message, bytes));
        return early.size() <= limits.inbound().earlyMessages()
                && earlyBytes <= limits.inbound().earlyBytes() + (long) limits.maxFrameBytes();
    }

    /** Moves the waiting messages of a denied channel to this one: the client has sent another token. */
    void moveFrom(DocumentChannel before) {
        early.addAll(before.early);
        earlyBytes = before.earlyBytes;
        before.early.clear();
        before.leave();
    }

    /** The participant has been admitted by a session: the waiting messages follow. */
    void joined(DocumentSession by, Participant member) {
        session = by;
        participant = member;
        for (Early next = early.poll(); next != null; next = early.poll()) {
            by.receive(member, next.message(), next.bytes());
        }
    }

    /** Access was denied. Messages that arrive until the client sends another token wait. */
    void deny() {
        denied = true;
    }

    /** The client has left, or the document is closed for it. */
    void leave() {
        DocumentSession joined = session;
        Participant member = participant;
        if (joined != null && member != null) {
            joined.leave(member);
        }
        early.forEach(waiting -> waiting.bytes().close());
        early.clear();
    }

    boolean isJoined() {
        return session != null;
    }

    boolean isDenied() {
        return denied;
    }
}
