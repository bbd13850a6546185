package io.collab.runtime.session;

import io.collab.api.CollabException;
import io.collab.api.DocumentId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The open documents of a node. A document is loaded once, however many callers open it at the same time; a load that fails
 * leaves nothing in memory. Thread-safe; does not block.
 */
public final class SessionRegistry {
    private final SessionResources resources;
    private final Map<DocumentId, CompletableFuture<DocumentSession>> sessions = new ConcurrentHashMap<>();
    private final Map<DocumentId, Integer> holds = new ConcurrentHashMap<>();
    private volatile @Nullable CollabException refusal;
    private volatile @Nullable CollabException closed;

    public SessionRegistry(SessionResources resources) {
        this.resources = resources;
    }

    /**
     * Opens the document of a participant and admits the participant.
     *
     * @return the session that the participant is in; fails with a {@link CollabException} if the document cannot be opened
     */
    public CompletionStage<DocumentSession> join(Participant participant) {
        return withSession(participant.document(), session -> session.join(participant));
    }

    /**
     * Returns the whole state of a document, including everything that is durable now.
     *
     * @return fails with a {@link CollabException} if the document cannot be opened
     */
    CompletionStage<byte[]> snapshot(DocumentId document) {
        return withSession(document, DocumentSession::snapshot);
    }

    /** Keeps a document loaded, once it is, until it is released as often as it was held. */
    void hold(DocumentId document) {
        holds.merge(document, 1, Integer::sum);
    }

    /** Releases a document, see {@link #hold}. */
    void release(DocumentId document) {
        holds.computeIfPresent(document, (id, count) -> count == 1 ? null : count - 1);
    }

    /** Checks the time-outs of all sessions. Called about twice a second. */
    public void tick() {
        for (DocumentId document : sessions.keySet()) {
            DocumentSession session = loaded(document);
            if (session != null) {
                session.tick(holds.containsKey(document));
            }
        }
    }

    /** Returns the number of documents that are loaded or being loaded. */
    public int size() {
        return sessions.size();
    }

    /** Refuses to open documents from now on. */
    public void refuse(CollabException reason) {
        refusal = reason;
    }

    /** Returns whether no append is in flight. */
    public boolean quiet() {
        return sessions.keySet().stream().map(this::loaded).allMatch(session -> session == null || session.quiet());
    }

    /** Ends all sessions. */
    public void close(CollabException reason) {
        refuse(reason);
        closed = reason; // a session that is being loaded ends itself
        for (DocumentId document : sessions.keySet()) {
            DocumentSession session = loaded(document);
            if (session != null) {
                session.close(reason);
            }
        }
    }

    /** Returns the session of a document, null if it has none or is being loaded. */
    private @Nullable DocumentSession loaded(DocumentId document) {
        CompletableFuture<DocumentSession> session = sessions.get(document);
        return session == null || !session.isDone() || session.isCompletedExceptionally() ? null : session.join();
    }

    /** Runs an action in the session of a document, again in a new session if the old one has ended (result null). */
    private <T> CompletionStage<T> withSession(
            DocumentId document, Function<DocumentSession, CompletionStage<@Nullable T>> action) {
        return open(document)
                .thenCompose(action)
                .thenCompose(result ->
                        result == null ? withSession(document, action) : CompletableFuture.completedFuture(result));
    }

    private CompletionStage<DocumentSession> open(DocumentId document) {
        CollabException refused = refusal;
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        CompletableFuture<DocumentSession> fresh = new CompletableFuture<>();
        CompletableFuture<DocumentSession> existing = sessions.putIfAbsent(document, fresh);
        if (existing != null) {
            return existing;
        }
        load(document, fresh);
        return fresh;
    }

    private void load(DocumentId document, CompletableFuture<DocumentSession> session) {
        try {
            resources.reads().execute(() -> {
                try {
                    DocumentState loaded = DocumentLoader.load(resources, document);
                    complete(
                            session,
                            new DocumentSession(resources, loaded, ended -> sessions.remove(document, session)));
                } catch (Throwable failure) { // otherwise every client that joins would wait for ever
                    loadFailed(document, session, failure);
                }
            });
        } catch (RejectedExecutionException busy) {
            loadFailed(document, session, busy);
        }
    }

    private void complete(CompletableFuture<DocumentSession> session, DocumentSession loaded) {
        session.complete(loaded);
        CollabException reason = closed;
        if (reason != null) {
            loaded.close(reason);
        }
    }

    private void loadFailed(DocumentId document, CompletableFuture<DocumentSession> session, Throwable failure) {
        sessions.remove(document, session);
        session.completeExceptionally(JoinFailure.ofLoad(failure));
    }
}
