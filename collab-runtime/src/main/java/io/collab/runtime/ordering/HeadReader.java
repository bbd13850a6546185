package io.collab.runtime.ordering;

import io.collab.api.DocumentId;
import io.collab.api.StorageException;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks heads up for barriers, many at once: requests that come while a look-up is under way share the next one. Every
 * request is answered by a look-up that began after it. Thread-safe.
 */
final class HeadReader {
    private static final int MOST_AT_ONCE = 1_000;

    private final DocumentStore store;
    private final Executor reads;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean reading = new AtomicBoolean();

    HeadReader(DocumentStore store, Executor reads) {
        this.store = store;
        this.reads = reads;
    }

    /**
     * A look-up that somebody waits for.
     *
     * @param found told the head, null when the document is absent
     * @param failed told that the store cannot answer
     */
    record Request(DocumentId document, Consumer<@Nullable Head> found, Consumer<StorageException> failed) {}

    /** Looks a head up, in a look-up that begins after this call. */
    void request(Request request) {
        waiting.add(request);
        start();
    }

    private void start() {
        if (reading.compareAndSet(false, true)) {
            reads.execute(this::readAll);
        }
    }

    private void readAll() {
        try {
            for (List<Request> batch = take(); !batch.isEmpty(); batch = take()) {
                answer(batch);
            }
        } finally {
            reading.set(false);
        }
        if (!waiting.isEmpty()) {
            start();
        }
    }

    private List<Request> take() {
        List<Request> batch = new ArrayList<>();
        for (Request next = waiting.poll(); next != null; next = waiting.poll()) {
            batch.add(next);
            if (batch.size() == MOST_AT_ONCE) {
                break;
            }
        }
        return batch;
    }

    private void answer(List<Request> batch) {
        try {
            List<DocumentId> documents =
                    batch.stream().map(Request::document).distinct().toList();
            Map<DocumentId, Head> heads = store.heads(documents);
            batch.forEach(request -> request.found().accept(heads.get(request.document())));
        } catch (StorageException unavailable) {
            batch.forEach(request -> request.failed().accept(unavailable));
        }
    }
}
