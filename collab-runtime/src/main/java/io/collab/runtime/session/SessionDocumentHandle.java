package io.collab.runtime.session;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentHandle;
import io.collab.api.DocumentId;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.Registration;
import io.collab.api.Update;
import io.collab.spi.merge.Draft;
import io.collab.spi.merge.MergeEngine;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A document for the server's own code. Readers and listeners run one after the other on an executor that belongs to the handle.
 * Thread-safe.
 */
public final class SessionDocumentHandle implements DocumentHandle {
    private final DocumentId document;
    private final SessionRegistry registry;
    private final SessionResources resources;
    private final ExecutorService executor;
    private final HandleOrder order;
    private final String source = UUID.randomUUID().toString();
    private final AtomicLong edits = new AtomicLong();
    private final Set<CommitSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param executor runs one task at a time; shut down with the handle
     * @param nested runs what the tasks of {@code executor} may wait for
     */
    public SessionDocumentHandle(
            DocumentId document,
            SessionRegistry registry,
            SessionResources resources,
            ExecutorService executor,
            Executor nested) {
        this.document = document;
        this.registry = registry;
        this.resources = resources;
        this.executor = executor;
        this.order = new HandleOrder(executor, nested);
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
        Executor turns = order.executor();
        return order.inOrder(() -> registry.snapshot(document)
                .thenApplyAsync(state -> reader.apply(engine.open(state).read(model)), turns));
    }

    @Override
    public <D> CompletionStage<@Nullable Receipt> edit(Class<D> model, String principal, Consumer<? super D> change) {
        return write(principal, draft -> draft.edit(model, change));
    }

    @Override
    public <D> CompletionStage<@Nullable Receipt> replace(
            Class<D> model, String principal, Consumer<? super D> content) {
        return write(principal, draft -> draft.replace(model, content));
    }

    private CompletionStage<@Nullable Receipt> write(String principal, Function<Draft, @Nullable Update> change) {
        checkOpen();
        ServerEdit edit = new ServerEdit(author(principal), nextOperation());
        MergeEngine engine = resources.engine();
        Executor turns = order.executor();
        return order.inOrder(() -> registry.snapshot(document)
                .thenApplyAsync(state -> Optional.ofNullable(change.apply(engine.draft(state))), turns)
                .thenCompose(update -> update.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.<Receipt>empty())
                        : registry.edit(document, edit, update.get()))
                .thenApply(receipt -> receipt.orElse(null)));
    }

    @Override
    public <D> CompletionStage<Boolean> seed(Class<D> model, Consumer<? super D> content) {
        checkOpen();
        FirstContent first = new FirstContent(resources, document, nextOperation(), author(""));
        Executor turns = order.executor();
        return order.inOrder(() -> first.write(model, content, turns));
    }

    private Author author(String principal) {
        return new Author(principal, source, resources.node());
    }

    private OperationId nextOperation() {
        return new OperationId(source, edits.getAndIncrement());
    }

    @Override
    public Registration onCommit(Consumer<? super Commit> listener) {
        checkOpen();
        CommitSubscription subscription =
                new CommitSubscription(resources, document, listener, order.executor(), subscriptions::remove);
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
            order.afterAll(() -> {
                registry.release(document);
                executor.shutdown();
            });
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
