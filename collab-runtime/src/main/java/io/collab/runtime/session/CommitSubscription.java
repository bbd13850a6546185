package io.collab.runtime.session;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Registration;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One commit listener of the application. It follows the log itself: the next commits are delivered when the listener has
 * returned, so the log is its queue and a slow listener costs no memory. Thread-safe.
 */
final class CommitSubscription implements Registration, Follower {
    private static final System.Logger LOG = System.getLogger(CommitSubscription.class.getName());

    private final SessionResources resources;
    private final DocumentId document;
    private final Consumer<? super Commit> listener;
    private final Executor executor;
    private final Consumer<CommitSubscription> onClosed;
    private final CompletableFuture<Following> following = new CompletableFuture<>();
    private volatile boolean closed;

    /** @param executor runs the listener, one call after the other */
    CommitSubscription(
            SessionResources resources,
            DocumentId document,
            Consumer<? super Commit> listener,
            Executor executor,
            Consumer<CommitSubscription> onClosed) {
        this.resources = resources;
        this.document = document;
        this.listener = listener;
        this.executor = executor;
        this.onClosed = onClosed;
    }

    /**
     * Follows the log from its end. Blocks on the store.
     *
     * @throws io.collab.api.StorageException if the store does not answer; the subscription must be closed
     */
    void start() {
        Head head = DocumentLoader.open(resources, document);
        following.complete(resources.sequencer().follow(document, head.generation(), head.seq(), this));
        if (closed) {
            following.join().close();
        }
    }

    @Override
    public void commits(List<Commit> commits, Runnable done) {
        if (closed) {
            return;
        }
        try {
            executor.execute(() -> {
                commits.forEach(this::deliver);
                done.run();
            });
        } catch (RejectedExecutionException handleClosed) {
            // the caller commits or reads for others too, so it must not fail; the handle closes this subscription
            LOG.log(System.Logger.Level.DEBUG, "{0}: a commit listener has ended: its handle is closed", document);
        }
    }

    @Override
    public void overtaken(Page page) {
        LOG.log(
                System.Logger.Level.WARNING,
                "{0}: a commit listener has ended: its next commits were compacted",
                document);
        close();
    }

    @Override
    public void replaced() {
        LOG.log(System.Logger.Level.INFO, "{0}: a commit listener has ended: the document was replaced", document);
        close();
    }

    @Override
    public void regressed() {
        LOG.log(System.Logger.Level.WARNING, "{0}: a commit listener has ended: the log has lost commits", document);
        close();
    }

    @Override
    public void close() {
        closed = true;
        onClosed.accept(this);
        @Nullable Following active = following.getNow(null);
        if (active != null) {
            active.close();
        }
    }

    private void deliver(Commit commit) {
        try {
            if (!closed) {
                listener.accept(commit);
            }
        } catch (Throwable failed) { // the next commits are still delivered
            LOG.log(System.Logger.Level.WARNING, document + ": a commit listener failed at " + commit.seq(), failed);
        }
    }
}
