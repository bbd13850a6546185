package io.collab.runtime.session;

import io.collab.api.CollabException;
import io.collab.api.DocumentId;
import io.collab.api.StorageException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open documents of a node. A document is loaded once, however many ask for it at the same time; a load that fails
 * leaves nothing behind. Thread-safe.
 */
public final class SessionRegistry {
    private final SessionResources resources;
    private final Map<DocumentId, CompletableFuture<DocumentSession>> sessions = new ConcurrentHashMap<>();
    private final Map<DocumentId, Integer> held = new ConcurrentHashMap<>();
    private volatile @Nullable CollabException closed;

    public SessionRegistry(SessionResources resources) {
        this.resources = resources;
    }

    /** Lets a participant into its document, or dismisses it. */
    void join(Participant participant) {
        with(
                participant.document(),
                session -> session.join(participant, () -> join(participant)),
                participant::dismiss);
    }

    /** The whole state of a document, with everything that is durable now, for one that is kept loaded by the caller. */
    CompletionStage<byte[]> snapshot(DocumentId document) {
        CompletableFuture<byte[]> state = new CompletableFuture<>();
        with(
                document,
                session -> session.snapshot().whenComplete((bytes, failure) -> {
                    if (failure != null) {
                        state.completeExceptionally(failure);
                    } else if (bytes != null) {
                        state.complete(bytes);
                    } else {
                        snapshot(document).whenComplete((later, again) -> {
                            if (again != null) {
                                state.completeExceptionally(again);
                            } else {
                                state.complete(later);
                            }
                        });
                    }
                }),
                state::completeExceptionally);
        return state;
    }

    /** Keeps a document loaded, once it is, until it is released as often as it was held. */
    void hold(DocumentId document) {
        held.merge(document, 1, Integer::sum);
    }

    /** See {@link #hold}. */
    void release(DocumentId document) {
        held.computeIfPresent(document, (id, count) -> count == 1 ? null : count - 1);
    }

    /** The session that a document has now, null when it has none or is being loaded. */
    @Nullable
    DocumentSession current(DocumentId document) {
        CompletableFuture<DocumentSession> session = sessions.get(document);
        return session == null || !session.isDone() || session.isCompletedExceptionally() ? null : session.join();
    }

    /** Looks after all sessions; called about twice a second. */
    public void tick() {
        for (DocumentId document : sessions.keySet()) {
            DocumentSession session = current(document);
            if (session != null) {
                session.tick(held.containsKey(document));
            }
        }
    }

    /** How many documents are loaded or being loaded. */
    public int size() {
        return sessions.size();
    }

    /** Refuses whoever comes from now on. */
    public void refuse(CollabException reason) {
        closed = reason;
    }

    /** Whether nothing is on its way into the log. */
    public boolean quiet() {
        return sessions.keySet().stream().map(this::current).allMatch(session -> session == null || session.quiet());
    }

    /** Ends all sessions. */
    public void close(CollabException reason) {
        refuse(reason);
        for (DocumentId document : sessions.keySet()) {
            DocumentSession session = current(document);
            if (session != null) {
                session.close(reason);
            }
        }
    }

    private void with(DocumentId document, Consumer<DocumentSession> action, Consumer<CollabException> refused) {
        CollabException over = closed;
        if (over != null) {
            refused.accept(over);
            return;
        }
        CompletableFuture<DocumentSession> fresh = new CompletableFuture<>();
        CompletableFuture<DocumentSession> session = sessions.putIfAbsent(document, fresh);
        if (session == null) {
            session = fresh;
            load(document, fresh);
        }
        session.whenComplete((loaded, failure) -> {
            if (failure == null) {
                action.accept(loaded);
            } else {
                refused.accept(asCollab(failure));
            }
        });
    }

    private void load(DocumentId document, CompletableFuture<DocumentSession> session) {
        try {
            resources.reads().execute(() -> {
                try {
                    LoadedDocument loaded = LoadedDocument.load(resources, document);
                    session.complete(
                            new DocumentSession(resources, loaded, over -> sessions.remove(document, session)));
                } catch (RuntimeException failed) {
                    giveUp(document, session, failed);
                }
            });
        } catch (RejectedExecutionException busy) {
            giveUp(document, session, busy);
        }
    }

    private void giveUp(DocumentId document, CompletableFuture<DocumentSession> session, RuntimeException failure) {
        sessions.remove(document, session);
        session.completeExceptionally(failure);
    }

    private static CollabException asCollab(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof StorageException storage) {
            return StorageException.tryAgainLater(storage.code(), "the document cannot be read now", storage);
        }
        if (cause instanceof CollabException known) {
            return known;
        }
        String code = cause instanceof RejectedExecutionException ? "busy" : "load-failed";
        return StorageException.tryAgainLater(code, "the document cannot be read now", cause);
    }
}
