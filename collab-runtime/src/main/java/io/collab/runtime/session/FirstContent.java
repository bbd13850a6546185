package io.collab.runtime.session;

import io.collab.api.Author;
import io.collab.api.CollabException;
import io.collab.api.DocumentId;
import io.collab.api.OperationId;
import io.collab.api.SequenceConflictException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.runtime.commit.PendingAppend;
import io.collab.spi.merge.Prepared;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Writes the first content of a document, if it has none. The guard of the append decides between several writers; it holds only for
 * a log without commits, so the document need not be loaded.
 */
final class FirstContent {
    private final SessionResources resources;
    private final DocumentId document;
    private final OperationId operation;
    private final Author author;

    /**
     * @param operation the id of the change
     * @param author the author of the change
     */
    FirstContent(SessionResources resources, DocumentId document, OperationId operation, Author author) {
        this.resources = resources;
        this.document = document;
        this.operation = operation;
        this.author = author;
    }

    /**
     * @param turns runs the application code
     * @return completes with whether this call has written the content
     */
    <D> CompletionStage<Boolean> write(Class<D> model, Consumer<? super D> content, Executor turns) {
        return emptyHead()
                .thenCompose(head -> head.isEmpty()
                        ? CompletableFuture.completedFuture(false)
                        : CompletableFuture.supplyAsync(
                                        () -> Optional.ofNullable(
                                                resources.engine().seed().edit(model, content)),
                                        turns)
                                .thenCompose(update -> update.isEmpty()
                                        ? CompletableFuture.completedFuture(false)
                                        : append(head.get(), update.get())));
    }

    /** Returns the head of the document, which is created if it is absent; empty if it has commits. */
    private CompletableFuture<Optional<Head>> emptyHead() {
        return CompletableFuture.supplyAsync(
                () -> {
                    Head head = DocumentLoader.open(resources, document);
                    Page first = resources.store().read(document, head.generation(), DocumentStore.NONE, 1);
                    boolean empty = first.snapshot() == null && first.commits().isEmpty();
                    return empty ? Optional.of(first.head()) : Optional.empty();
                },
                resources.reads());
    }

    private CompletionStage<Boolean> append(Head head, Update update) {
        Submission submission = new Submission(operation, author, update);
        Prepared prepared = resources
                .engine()
                .open(null)
                .prepare(List.of(submission), List.of())
                .get(0);
        if (prepared instanceof Prepared.Rejected rejected) {
            return CompletableFuture.failedFuture(rejected.reason());
        }
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        Append append = new Append(document, head.generation(), new Guard.After(head.seq()), List.of(submission));
        resources.committer().submit(new PendingAppend(append, result -> {
            if (result instanceof AppendResult.WrongGeneration) {
                CollabException replaced =
                        new SequenceConflictException("document-replaced", document + " has another generation now");
                written.completeExceptionally(replaced);
            } else {
                written.complete(result instanceof AppendResult.Committed);
            }
        }));
        return written;
    }
}
