package io.collab.runtime.cdi;

import io.collab.api.CollabRuntime;
import io.collab.api.Commit;
import io.collab.api.DocumentHandle;
import io.collab.api.DocumentId;
import io.collab.api.DocumentInfo;
import io.collab.api.Receipt;
import io.collab.api.Registration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The node as applications see it: their readers and listeners run in the context in which they were passed in. Thread-safe. */
record ContextualRuntime(CollabRuntime node, ApplicationContext context) implements CollabRuntime {
    @Override
    public DocumentHandle document(DocumentId id) {
        return new Handle(node.document(id), context);
    }

    @Override
    public @Nullable DocumentInfo find(DocumentId id) {
        return node.find(id);
    }

    @Override
    public List<DocumentInfo> list(String tenant, String afterName, int limit) {
        return node.list(tenant, afterName, limit);
    }

    @Override
    public boolean delete(DocumentId id) {
        return node.delete(id);
    }

    @Override
    public void close() {
        node.close();
    }

    private record Handle(DocumentHandle handle, ApplicationContext context) implements DocumentHandle {
        @Override
        public DocumentId id() {
            return handle.id();
        }

        @Override
        public <D, R> CompletionStage<R> read(Class<D> model, Function<? super D, ? extends R> reader) {
            return handle.read(model, context.function(reader));
        }

        @Override
        public <D> CompletionStage<@Nullable Receipt> edit(
                Class<D> model, String principal, Consumer<? super D> change) {
            return handle.edit(model, principal, context.consumer(change));
        }

        @Override
        public <D> CompletionStage<@Nullable Receipt> replace(
                Class<D> model, String principal, Consumer<? super D> content) {
            return handle.replace(model, principal, context.consumer(content));
        }

        @Override
        public <D> CompletionStage<Boolean> seed(Class<D> model, Consumer<? super D> content) {
            return handle.seed(model, context.consumer(content));
        }

        @Override
        public Registration onCommit(Consumer<? super Commit> listener) {
            return handle.onCommit(context.consumer(listener));
        }

        @Override
        public void close() {
            handle.close();
        }
    }
}
