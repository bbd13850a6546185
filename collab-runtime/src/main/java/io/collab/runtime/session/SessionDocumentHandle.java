package io.collab.runtime.session;

import io.collab.api.Commit;
import io.collab.api.DocumentHandle;
import io.collab.api.DocumentId;
import io.collab.api.Registration;
import io.collab.spi.merge.MergeEngine;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A document for the server's own code. Readers and listeners run one after the other on an executor that belongs to the handle.
 * Thread-safe.
 */
public final class SessionDocumentHandle implements DocumentHandle {
    private final DocumentId document;
    private final SessionRegistry registry;
    private final SessionResources resources;
    private final ExecutorService executor;
    private final Set<CommitSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param executor runs one task at a time; shut down with the handle */
    public SessionDocumentHandle(
            DocumentId document, SessionRegistry registry, SessionResources resources, ExecutorService executor) {
        this.document = document;
        this.registry = registry;
        this.resources = resources;
        this.executor = executor;
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
                .thenApplyAsync(state -> reader.apply(engine.open(state).read(model)), executor);
    }

    @Override
    public Registration onCommit(Consumer<? super Commit> listener) {
        checkOpen();
        CommitSubscription subscription =
                new CommitSubscription(resources, document, listener, executor, subscriptions::remove);
        subscriptions.add(subscription);
        try {
            subscription.start();
            checkOpen(); // again: a close in between has not seen the subscription
        } catch (Throwable failure) {
            subscription.close();
            throw failure;
        }
        return subscription;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            subscriptions.forEach(CommitSubscription::close);
            registry.release(document);
            executor.shutdown();
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw isClosed();
        }
    }

    private IllegalStateException isClosed() {
        return new IllegalStateException("the handle of " + document + " is closed");
    }
}
