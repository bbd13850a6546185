package io.collab.runtime.session;

import io.collab.api.Commit;
import io.collab.api.DocumentHandle;
import io.collab.api.DocumentId;
import io.collab.api.Registration;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A document for the server's own code. Readers and listeners run one after the other on an executor of the handle's own.
 * Listeners follow the log themselves: the next commits are told when the ones before were taken, so the log is their queue.
 */
public final class OpenHandle implements DocumentHandle {
    private static final System.Logger LOG = System.getLogger(OpenHandle.class.getName());

    private final DocumentId document;
    private final SessionRegistry registry;
    private final SessionResources resources;
    private final ExecutorService own;
    private final Set<Listening> listenings = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param own runs one task at a time; shut down with the handle */
    public OpenHandle(DocumentId document, SessionRegistry registry, SessionResources resources, ExecutorService own) {
        this.document = document;
        this.registry = registry;
        this.resources = resources;
        this.own = own;
        registry.hold(document);
    }

    @Override
    public DocumentId id() {
        return document;
    }

    @Override
    public <D, R> CompletionStage<R> read(Class<D> model, Function<? super D, ? extends R> reader) {
        checkOpen();
        MergeEngine engine = resources.engine();
        return registry.snapshot(document)
                .thenApplyAsync(state -> reader.apply(engine.open(state).read(model)), own);
    }

    @Override
    public Registration onCommit(Consumer<? super Commit> listener) {
        checkOpen();
        Listening listening = new Listening(listener);
        listenings.add(listening);
        own.execute(listening::start);
        return listening;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            listenings.forEach(Listening::close);
            registry.release(document);
            own.shutdown();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the handle of " + document + " is closed");
        }
    }

    /** One listener, as a follower of the log. */
    private final class Listening implements Registration, Follower {
        private final Consumer<? super Commit> listener;
        private final CompletableFuture<Following> following = new CompletableFuture<>();
        private volatile boolean over;

        Listening(Consumer<? super Commit> listener) {
            this.listener = listener;
        }

        void start() {
            MergeEngine engine = resources.engine();
            Head head = resources
                    .store()
                    .open(
                            document,
                            engine.name(),
                            engine.formatVersion(),
                            resources.generations().get());
            following.complete(resources.sequencer().follow(document, head.generation(), head.seq(), this));
            if (over) {
                following.join().close();
            }
        }

        @Override
        public void commits(List<Commit> commits, Runnable done) {
            if (!over) {
                own.execute(() -> {
                    commits.forEach(this::tell);
                    done.run();
                });
            }
        }

        private void tell(Commit commit) {
            try {
                if (!over) {
                    listener.accept(commit);
                }
            } catch (RuntimeException failed) {
                LOG.log(System.Logger.Level.WARNING, document + ": a listener failed at " + commit.seq(), failed);
            }
        }

        @Override
        public void overtaken(Page page) {
            LOG.log(System.Logger.Level.WARNING, "{0}: a listener fell behind what the log keeps", document);
            close();
        }

        @Override
        public void replaced() {
            LOG.log(System.Logger.Level.INFO, "{0}: replaced, a listener has ended", document);
            close();
        }

        @Override
        public void close() {
            over = true;
            listenings.remove(this);
            @Nullable Following now = following.getNow(null);
            if (now != null) {
                now.close();
            }
        }
    }
}
