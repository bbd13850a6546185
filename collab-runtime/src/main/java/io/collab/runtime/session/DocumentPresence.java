package io.collab.runtime.session;

import io.collab.api.DocumentId;
import io.collab.runtime.log.RepeatedLog;
import io.collab.runtime.ordering.BusMessage;
import io.collab.runtime.protocol.PresenceTable;
import io.collab.runtime.protocol.ServerMessage;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The presence of a document: the table of this node, what is sent to the participants, and what travels to other nodes. Belongs
 * to the session's mailbox.
 */
final class DocumentPresence implements AutoCloseable {
    private static final RepeatedLog DROPPED = new RepeatedLog(DocumentPresence.class, System.Logger.Level.INFO);

    /** How long a client whose connection is broken has to come back before it is shown as gone. */
    private static final long RETURN_NANOS = 5_000_000_000L;

    /** How many are remembered at a time; with one more, all of them are gone at once. */
    private static final int MAX_LEAVING = 1_000;

    private final DocumentId document;
    private final Collection<Participant> participants;
    private final PresenceTable table;
    private final PresenceChannel otherNodes;
    private final LongSupplier nanoTime;
    private final long sweepNanos;
    private long lastSweepNanos;
    private final Executor mailbox;
    /** Participants that have left, and when. */
    private final Map<Participant, Long> leaving = new LinkedHashMap<>();

    private long droppedByBus;
    private long reportedDrops;
    private boolean closed;

    /** @param mailbox the session's mailbox, on which messages of other nodes are processed */
    DocumentPresence(
            SessionResources resources, DocumentId document, Collection<Participant> participants, Executor mailbox) {
        this.document = document;
        this.participants = participants;
        this.mailbox = mailbox;
        this.nanoTime = resources.nanoTime();
        this.sweepNanos = resources.timeouts().presenceSweep().toNanos();
        this.lastSweepNanos = nanoTime.getAsLong();
        this.table = new PresenceTable(
                () -> nanoTime.getAsLong() / 1_000_000, resources.limits().presence());
        this.otherNodes = new PresenceChannel(resources, document, message -> mailbox.execute(() -> receive(message)));
    }

    /**
     * Applies an awareness update of a participant and distributes what is new. An update that is refused is dropped.
     *
     * @param own whether it is certainly the participant's own state and no echo
     */
    void accept(Participant from, byte[] update, boolean own) {
        byte[] change = table.accept(from, update);
        if (change == null && own) {
            table.claim(from, update);
        }
        distribute(change);
    }

    /**
     * Removes the presence of a participant that has left, after a while: a client removes its presence itself before it leaves,
     * unless its connection is broken. Then it reconnects, and the other clients would ignore the same state after a removal until
     * it is renewed. Participants that leave at the same time share one update.
     */
    void leave(Participant participant) {
        long now = nanoTime.getAsLong();
        if (leaving.size() >= MAX_LEAVING) {
            removeThoseThatLeftBefore(now);
        }
        leaving.put(participant, now);
    }

    private void removeThoseThatLeftBefore(long nanos) {
        if (leaving.isEmpty()) {
            return;
        }
        Set<Participant> gone = new HashSet<>();
        leaving.forEach((participant, left) -> {
            if (left - nanos <= 0) {
                gone.add(participant);
            }
        });
        if (!gone.isEmpty()) {
            leaving.keySet().removeAll(gone);
            distribute(table.leave(gone));
        }
    }

    /** Sends the presence of all clients to one participant. */
    void sendTo(Participant participant) {
        byte[] states = table.states();
        if (states != null) {
            participant.send(new ServerMessage.Presence(states));
        }
    }

    /**
     * Answers a query. A query is one byte and its answer the whole table, so a participant that has not read earlier messages gets
     * no answer.
     */
    void answer(Participant participant) {
        if (participant.acceptsPresence()) {
            sendTo(participant);
        }
    }

    /** Removes the presence of clients that do not come back, and regularly what was not renewed in time. */
    void sweep() {
        long now = nanoTime.getAsLong();
        removeThoseThatLeftBefore(now - RETURN_NANOS);
        if (now - lastSweepNanos > sweepNanos) {
            lastSweepNanos = now;
            sendToAll(table.expire());
            reportDrops();
        }
    }

    @Override
    public void close() {
        removeThoseThatLeftBefore(nanoTime.getAsLong());
        closed = true;
        otherNodes.close();
    }

    /** Sends a change of this node's participants to all of them and to other nodes. */
    private void distribute(byte @Nullable [] change) {
        sendToAll(change);
        if (change != null) {
            droppedByBus += otherNodes.publish(change);
        }
    }

    private void receive(BusMessage message) {
        if (closed) {
            return;
        }
        if (message instanceof BusMessage.PresenceChanged changed) {
            sendToAll(table.acceptFromNode(changed.node(), changed.bytes()));
        } else if (message instanceof BusMessage.PresenceAsked) {
            byte[] ours = table.statesOf(participants::contains);
            if (ours != null) {
                droppedByBus += otherNodes.publish(ours);
            }
        }
    }

    private void reportDrops() {
        long dropped = table.dropped() + droppedByBus;
        if (dropped > reportedDrops) {
            long more = dropped - reportedDrops;
            DROPPED.log(() -> document + ": " + more
                    + " presence messages were dropped: unreadable, over a limit, or too large for the bus");
            reportedDrops = dropped;
        }
    }

    private void sendToAll(byte @Nullable [] change) {
        if (change != null) {
            FanOut.presence(change, participants);
        }
    }
}
