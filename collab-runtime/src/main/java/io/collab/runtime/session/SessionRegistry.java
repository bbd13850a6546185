package io.collab.runtime.session;

import io.collab.api.CollabException;
import io.collab.api.DocumentId;
import io.collab.api.LimitExceededException;
import io.collab.api.Receipt;
import io.collab.api.StorageException;
import io.collab.api.Update;
import io.collab.runtime.log.RepeatedLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The open documents of a node. A document is loaded once, however many callers open it at the same time; a load that fails
 * leaves nothing in memory. A load that takes too long fails for its callers, and for those that come later, but continues: there is
 * one at a time for a document, and the first caller after its end finds the document loaded. Thread-safe; does not block.
 */
public final class SessionRegistry {
    private static final System.Logger LOG = System.getLogger(SessionRegistry.class.getName());

    private final RepeatedLog unavailable = new RepeatedLog(SessionRegistry.class, System.Logger.Level.WARNING);
    private final RepeatedLog unreadable = new RepeatedLog(SessionRegistry.class, System.Logger.Level.ERROR);
    private final SessionResources resources;
    private final Map<DocumentId, Opening> sessions = new ConcurrentHashMap<>();
    private final Map<DocumentId, Integer> holds = new ConcurrentHashMap<>();
    private volatile @Nullable CollabException refusal;
    private volatile @Nullable CollabException closed;

    /** The session of a document that is being loaded or open. */
    private static final class Opening extends CompletableFuture<DocumentSession> {
        final long sinceNanos;
        /** Whether the document is too large. Loading it is expensive, so it is not tried again at once. */
        volatile boolean refused;

        Opening(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

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
     * Returns the whole state of a document, including everything that is durable now. A document that does not exist is empty, and
     * is not created.
     *
     * @return fails with a {@link CollabException} if the document cannot be opened
     */
    CompletionStage<byte[]> snapshot(DocumentId document) {
        return exists(document)
                .thenCompose(exists -> exists
                        ? withSession(document, DocumentSession::snapshot)
                        : CompletableFuture.completedFuture(
                                resources.engine().open(null).snapshot()));
    }

    private CompletionStage<Boolean> exists(DocumentId document) {
        if (sessions.containsKey(document)) {
            return CompletableFuture.completedFuture(true);
        }
        try {
            List<DocumentId> one = List.of(document);
            return CompletableFuture.supplyAsync(
                    () -> !resources.store().heads(one).isEmpty(), resources.reads());
        } catch (Throwable busy) { // rejected, or no thread can be created
            return CompletableFuture.failedFuture(JoinFailure.of(busy));
        }
    }

    /**
     * Commits a change of the server's own code.
     *
     * @return completes when it is durable; empty if it had no new content
     */
    CompletionStage<Optional<Receipt>> edit(DocumentId document, ServerEdit source, Update update) {
        return withSession(document, session -> session.edit(source, update));
    }

    /** Ends the session of a document, if it has one. */
    public void end(DocumentId document, CollabException reason) {
        DocumentSession session = loaded(document);
        if (session != null) {
            session.close(reason);
        }
    }

    /** Keeps a document loaded, once it is, until it is released as often as it was held. */
    void hold(DocumentId document) {
        holds.merge(document, 1, Integer::sum);
    }

    /** Releases a document, see {@link #hold}. */
    void release(DocumentId document) {
        holds.computeIfPresent(document, (id, count) -> count == 1 ? null : count - 1);
    }

    /** Checks the time-outs of all loads and sessions. Called about twice a second. */
    public void tick() {
        sessions.forEach((document, opening) -> {
            DocumentSession session = loaded(document);
            if (session != null) {
                session.tick(holds.containsKey(document));
            } else if (nanoTime() - opening.sinceNanos
                    > resources.timeouts().load().toNanos()) {
                opening.completeExceptionally(JoinFailure.loadTimeout());
                if (opening.refused) {
                    sessions.remove(document, opening);
                }
            }
        });
    }

    private long nanoTime() {
        return resources.nanoTime().getAsLong();
    }

    /** Returns the number of documents that are loaded or being loaded. */
    public int size() {
        return sessions.size();
    }

    /** Refuses to open documents from now on. */
    public void refuse(CollabException reason) {
        refusal = reason;
    }

    /** Returns whether no change waits for the store. */
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
        Opening session = sessions.get(document);
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
        Opening fresh = new Opening(nanoTime());
        Opening existing = sessions.putIfAbsent(document, fresh);
        if (existing != null) {
            return existing;
        }
        load(document, fresh);
        return fresh;
    }

    private void load(DocumentId document, Opening opening) {
        try {
            resources.reads().execute(() -> {
                if (opening.isDone()) { // it has waited for its turn for too long; the next caller starts again
                    sessions.remove(document, opening);
                    return;
                }
                try {
                    loaded(document, opening, DocumentLoader.load(resources, document));
                } catch (Throwable failure) { // otherwise every client that joins would wait for ever
                    loadFailed(document, opening, failure);
                }
            });
        } catch (Throwable busy) { // rejected, or no thread can be created
            loadFailed(document, opening, busy);
        }
    }

    private void loaded(DocumentId document, Opening opening, DocumentState state) {
        DocumentSession session = new DocumentSession(resources, state, ended -> sessions.remove(document));
        if (!opening.complete(session)) { // it took too long for its callers
            Opening late = new Opening(opening.sinceNanos);
            late.complete(session);
            sessions.replace(document, opening, late);
        }
        CollabException reason = closed;
        if (reason != null) {
            session.close(reason);
        }
    }

    private void loadFailed(DocumentId document, Opening opening, Throwable failure) {
        CollabException reason = JoinFailure.ofLoad(failure);
        if (reason instanceof LimitExceededException) {
            LOG.log(System.Logger.Level.ERROR, "{0}: not loaded: {1}", document, reason.code());
            opening.refused = true;
        } else {
            (failure instanceof StorageException ? unavailable : unreadable)
                    .log(() -> document + ": not loaded: " + reason.code(), failure);
            sessions.remove(document, opening);
        }
        opening.completeExceptionally(reason);
    }
}
