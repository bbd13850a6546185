package io.collab.runtime.session;

import io.collab.runtime.protocol.ClientMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One document on one connection, from the first knock until it is left: asked about, joining, open, or refused. What the
 * peer says before it is open waits here, within bounds. Belongs to the connection's mailbox.
 */
final class Door {
    private record Early(ClientMessage message, int bytes) {}

    private final ConnectionLimits limits;
    private final IntConsumer release;
    private final Deque<Early> early = new ArrayDeque<>();
    private long earlyBytes;
    private @Nullable Participant participant;
    private boolean open;
    private boolean refused;

    Door(ConnectionLimits limits, IntConsumer release) {
        this.limits = limits;
        this.release = release;
    }

    /** Passes a message on, or keeps it; false when too much would wait. */
    boolean pass(ClientMessage message, int bytes) {
        Participant inside = participant;
        if (open && inside != null) {
            inside.receive(message, bytes);
            return true;
        }
        earlyBytes += bytes;
        early.add(new Early(message, bytes));
        return early.size() <= limits.earlyMessages() && earlyBytes <= limits.earlyBytes();
    }

    /** Takes over what waited at the door that this one replaces: the peer was refused there and asks again. */
    void inherit(Door before) {
        early.addAll(before.early);
        earlyBytes = before.earlyBytes;
        before.early.clear();
        before.left();
    }

    /** The peer may come in; its session does not have it yet. */
    void admit(Participant admitted) {
        participant = admitted;
    }

    /** The session has it: what waited follows. */
    void open() {
        open = true;
        Participant inside = participant;
        for (Early next = early.poll(); next != null && inside != null; next = early.poll()) {
            inside.receive(next.message(), next.bytes());
        }
    }

    /** The peer may not come in. It may ask again; what it says until then waits, as the wire has it. */
    void refuse() {
        refused = true;
    }

    /** The peer is gone, or the document is over for it. */
    void left() {
        Participant inside = participant;
        if (inside != null) {
            inside.leave();
        }
        early.forEach(waiting -> release.accept(waiting.bytes()));
        early.clear();
    }

    boolean isFor(Participant other) {
        return participant == other;
    }

    boolean isOpen() {
        return open;
    }

    boolean isRefused() {
        return refused;
    }
}
