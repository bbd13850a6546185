package io.collab.runtime.session;

import io.collab.api.Access;
import io.collab.api.Author;
import io.collab.api.CollabException;
import io.collab.api.DocumentId;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.Update;
import io.collab.runtime.flow.SendQueue;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.protocol.SyncRequests;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.spi.merge.Dependency;
import io.collab.spi.merge.Replica;
import io.collab.spi.transport.Frame;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One document open on one connection, as its session sees it. A connection may carry many, also the same document twice. What
 * is not final belongs to the session's mailbox.
 */
public final class Participant implements EditSource {
    private final SendQueue queue;
    private final String address;
    private Admission admission;
    private final BiConsumer<Participant, CollabException> onEnd;
    private final SyncRequests syncRequests = new SyncRequests();
    private long operations;
    private boolean synced;
    private boolean mayClaimPresence;

    /**
     * The result of the access check.
     *
     * @param source unique among the participants of all nodes
     * @param author the author of the participant's changes
     */
    public record Admission(DocumentId document, String source, Author author, Access access) {}

    /**
     * @param queue the send queue of the connection
     * @param address the document's address as the client writes it
     * @param onEnd called with this participant, on the session's mailbox, if the session ends the participation; must not block
     */
    public Participant(
            SendQueue queue, String address, Admission admission, BiConsumer<Participant, CollabException> onEnd) {
        this.queue = queue;
        this.address = address;
        this.admission = admission;
        this.onEnd = onEnd;
    }

    /** Returns the document that is open. */
    public DocumentId document() {
        return admission.document();
    }

    /** Returns whether the participant is this user in this document. Any thread: neither changes. */
    public boolean isFor(DocumentId document, String principal) {
        return admission.document().equals(document)
                && admission.author().principal().equals(principal);
    }

    void changeAccess(Access access) {
        admission = new Admission(admission.document(), admission.source(), admission.author(), access);
    }

    String address() {
        return address;
    }

    @Override
    public Author author() {
        return admission.author();
    }

    @Override
    public Access access() {
        return admission.access();
    }

    WireProtocol wire() {
        return queue.wire();
    }

    SyncRequests syncRequests() {
        return syncRequests;
    }

    /** Returns whether so many bytes of earlier answers wait that no further SyncStep1 should be answered. */
    boolean answersPending() {
        return queue.answersPending();
    }

    void send(ServerMessage message) {
        queue.send(address, message);
    }

    void sendChange(List<Update> parts, List<Frame> frames) {
        queue.sendChange(address, parts, frames);
    }

    /** Returns whether presence is sent; otherwise too much waits, and it is dropped. */
    boolean acceptsPresence() {
        return queue.acceptsPresence();
    }

    void sendPresence(Frame frame) {
        queue.sendPresence(frame);
    }

    /**
     * Records a message of the client. Directly after its first SyncStep1 a client sends its own presence; later presence may be an
     * echo of another client's.
     *
     * @return whether the message is the client's own presence, if it is presence at all
     */
    boolean received(ClientMessage message) {
        boolean own = mayClaimPresence;
        mayClaimPresence = !synced && message instanceof ClientMessage.SyncStep1;
        synced |= message instanceof ClientMessage.SyncStep1;
        return own;
    }

    /** Returns whether the presence of other clients is due: after the answer to the first SyncStep1, once. */
    boolean needsPresence() {
        return mayClaimPresence && !wire().sendsPresenceOnJoin();
    }

    @Override
    public OperationId nextOperation() {
        return new OperationId(admission.source(), operations++);
    }

    @Override
    public void saved(@Nullable Receipt receipt) {
        send(new ServerMessage.Saved(true));
    }

    @Override
    public void notSaved() {
        send(new ServerMessage.Saved(false));
    }

    @Override
    public void discarded() {
        // the client is informed of the session's end
    }

    /** Requests what the document lacks from the client, unless a request is open or has been answered already. */
    @Override
    public void lacks(Set<Dependency> missing, Replica replica) {
        if (syncRequests.request(missing)) {
            send(new ServerMessage.SyncStep1(replica.version()));
        }
    }

    /** Ends the participation: the connection informs the client. */
    @Override
    public void end(CollabException reason) {
        onEnd.accept(this, reason);
    }

    @Override
    public String toString() {
        return admission.source();
    }
}
