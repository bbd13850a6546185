package io.collab.runtime.session;

import io.collab.api.DocumentId;
import io.collab.api.ProtocolException;
import io.collab.runtime.ordering.BusMessage;
import io.collab.runtime.protocol.PresenceTable;
import io.collab.runtime.protocol.ServerMessage;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The presence of a document: the table of this node, what is sent to the participants, and what travels to other nodes. Belongs
 * to the session's mailbox.
 */
final class DocumentPresence implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DocumentPresence.class.getName());

    private final DocumentId document;
    private final Collection<Participant> participants;
    private final PresenceTable table;
    private final PresenceChannel otherNodes;
    private final LongSupplier nanoTime;
    private final long sweepNanos;
    private long lastSweepNanos;
    private boolean closed;

    /** @param mailbox the session's mailbox, on which messages of other nodes are processed */
    DocumentPresence(
            SessionResources resources, DocumentId document, Collection<Participant> participants, Executor mailbox) {
        this.document = document;
        this.participants = participants;
        this.nanoTime = resources.nanoTime();
        this.sweepNanos = resources.timeouts().presenceSweep().toNanos();
        this.lastSweepNanos = nanoTime.getAsLong();
        this.table = new PresenceTable(
                () -> nanoTime.getAsLong() / 1_000_000,
                resources.limits().presenceEntries(),
                resources.limits().presenceStateLength());
        this.otherNodes = new PresenceChannel(
                document, resources.node(), resources.bus(), message -> mailbox.execute(() -> receive(message)));
    }

    /**
     * Applies an awareness update of a participant and distributes what is new.
     *
     * @throws ProtocolException if the update cannot be read or is too large; nothing has changed
     */
    void accept(Participant from, byte[] update) {
        distribute(table.accept(from, update));
    }

    /** Removes the presence of a participant that has left. */
    void leave(Participant participant) {
        distribute(table.leave(participant));
    }

    /** Sends the presence of all clients to one participant. */
    void sendTo(Participant participant) {
        byte[] states = table.states();
        if (states != null) {
            participant.send(new ServerMessage.Presence(states));
        }
    }

    /** Removes presence that was not renewed in time, if the last sweep was long enough ago. */
    void sweep() {
        long now = nanoTime.getAsLong();
        if (now - lastSweepNanos > sweepNanos) {
            lastSweepNanos = now;
            sendToAll(table.expire());
        }
    }

    @Override
    public void close() {
        closed = true;
        otherNodes.close();
    }

    /** Sends a change of this node's participants to all of them and to other nodes. */
    private void distribute(byte @Nullable [] change) {
        sendToAll(change);
        if (change != null) {
            otherNodes.publish(change);
        }
    }

    private void receive(BusMessage message) {
        if (closed) {
            return;
        }
        if (message instanceof BusMessage.PresenceChanged changed) {
            try {
                sendToAll(table.accept(changed.node(), changed.bytes()));
            } catch (ProtocolException unreadable) {
                LOG.log(System.Logger.Level.WARNING, "{0}: {1} from another node", document, unreadable.code());
            }
        } else if (message instanceof BusMessage.PresenceAsked) {
            byte[] ours = table.statesOf(participants::contains);
            if (ours != null) {
                otherNodes.publish(ours);
            }
        }
    }

    private void sendToAll(byte @Nullable [] change) {
        if (change != null) {
            FanOut.presence(change, participants);
        }
    }
}
