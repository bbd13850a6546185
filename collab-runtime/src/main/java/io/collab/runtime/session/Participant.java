package io.collab.runtime.session;

import io.collab.api.Access;
import io.collab.api.Author;
import io.collab.api.CloseCode;
import io.collab.api.CollabException;
import io.collab.api.DocumentId;
import io.collab.api.LimitExceededException;
import io.collab.api.OperationId;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.spi.merge.Dependency;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One document open on one connection. A connection may carry many, also the same document twice. What is not final belongs
 * to the session's mailbox, but for the session itself, which any thread may ask for.
 */
final class Participant {
    private static final int MOST_ASKED = 1_000;

    private final ClientConnection connection;
    private final String address;
    private final DocumentId document;
    private final String source;
    private final Author author;
    private final Access access;
    private final Deque<Boolean> expectedAnswers = new ArrayDeque<>();
    private final Set<Dependency> asked = new HashSet<>();
    private boolean ownQuestionOpen;
    private long operations;
    private volatile @Nullable DocumentSession session;

    /**
     * @param address as the client writes it
     * @param source unique among all participants of all nodes
     */
    Participant(
            ClientConnection connection,
            String address,
            DocumentId document,
            String source,
            Author author,
            Access access) {
        this.connection = connection;
        this.address = address;
        this.document = document;
        this.source = source;
        this.author = author;
        this.access = access;
    }

    String address() {
        return address;
    }

    DocumentId document() {
        return document;
    }

    Author author() {
        return author;
    }

    WireProtocol wire() {
        return connection.wire();
    }

    Outbox outbox() {
        return connection.outbox();
    }

    Access access() {
        return access;
    }

    boolean mayWrite() {
        return access.includes(Access.WRITE);
    }

    void send(ServerMessage message) {
        outbox().send(address, message);
    }

    OperationId nextOperation() {
        return new OperationId(source, operations++);
    }

    /** A session has let it in. */
    void joined(DocumentSession by) {
        session = by;
        connection.joined(this);
    }

    /** Passes on what the client says; it has been let in. Any thread. */
    void receive(ClientMessage message, int bytes) {
        DocumentSession in = session;
        if (in == null) {
            release(bytes);
        } else {
            in.receive(this, message, bytes);
        }
    }

    /** The client is gone. Does nothing before it has been let in. Any thread. */
    void leave() {
        DocumentSession in = session;
        if (in != null) {
            in.leave(this);
        }
    }

    /** The session lets it go; the client is told, and on a wire with one document the socket ends. */
    void dismiss(CollabException reason) {
        connection.dismissed(this, reason);
    }

    /** Bytes of this participant have been answered for. */
    void release(int bytes) {
        connection.release(bytes);
    }

    /** A SyncStep1 is sent in answer to the client's own: the answer to it counts for the client. */
    void expectCountedAnswer() {
        if (expectedAnswers.size() >= MOST_ASKED) {
            throw new LimitExceededException(
                    "too-many-questions", CloseCode.TOO_FAST, "the server's own questions have not been answered yet");
        }
        expectedAnswers.add(true);
    }

    /**
     * Whether this client is to be asked for what is missing: for each thing once, and not while an answer is still owed.
     * The answer to such a question does not count for the client.
     */
    boolean askFor(Set<Dependency> missing) {
        if (ownQuestionOpen || asked.containsAll(missing) || asked.size() >= MOST_ASKED) {
            return false;
        }
        asked.addAll(missing);
        ownQuestionOpen = true;
        expectedAnswers.add(false);
        return true;
    }

    /**
     * A SyncStep2 has come.
     *
     * @return whether the client waits for its acknowledgement
     */
    boolean answerCounts() {
        @Nullable Boolean counted = expectedAnswers.poll();
        if (counted != null && !counted) {
            ownQuestionOpen = false;
            return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return source;
    }
}
