package io.collab.runtime.session;

import io.collab.api.Access;
import io.collab.api.Author;
import io.collab.api.CollabException;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.StorageException;
import io.collab.spi.merge.Dependency;
import io.collab.spi.merge.Replica;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One change of the server's own code, and its result. */
final class ServerEdit implements EditSource {
    private final Author author;
    private final OperationId operation;
    private final CompletableFuture<Optional<Receipt>> result = new CompletableFuture<>();

    ServerEdit(Author author, OperationId operation) {
        this.author = author;
        this.operation = operation;
    }

    /** Returns the stage that completes when the change is durable; empty if it had no new content. */
    CompletableFuture<Optional<Receipt>> result() {
        return result;
    }

    @Override
    public Author author() {
        return author;
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }

    @Override
    public OperationId nextOperation() {
        return operation;
    }

    @Override
    public void saved(@Nullable Receipt receipt) {
        result.complete(Optional.ofNullable(receipt));
    }

    @Override
    public void notSaved() {
        throw new IllegalStateException("the server's own code has write access");
    }

    @Override
    public void end(CollabException reason) {
        result.completeExceptionally(reason);
    }

    @Override
    public void discarded() {
        result.completeExceptionally(new StorageException(
                "session-ended", "the document was closed; it is unknown whether the change is saved"));
    }

    @Override
    public void lacks(Set<Dependency> missing, Replica replica) {
        // the change was made on a complete copy
    }
}
