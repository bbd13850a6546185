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
 * Reads heads for barriers, many at once: requests that arrive during a read share the next one. Every request is answered by a
 * read that began after it. Thread-safe; does not block.
 */
final class HeadReader {
    private static final int MAX_BATCH = 1_000;

    private final DocumentStore store;
    private final Executor reads;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean reading = new AtomicBoolean();

    HeadReader(DocumentStore store, Executor reads) {
        this.store = store;
        this.reads = reads;
    }

    /**
     * A request for the head of one document.
     *
     * @param found receives the head, null if the document is absent
     * @param failed receives the failure of the store
     */
    record Request(DocumentId document, Consumer<@Nullable Head> found, Consumer<StorageException> failed) {}

    /** Reads a head, in a read that begins after this call. */
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
            for (List<Request> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
                answer(batch);
            }
        } finally {
            reading.set(false);
        }
        if (!waiting.isEmpty()) {
            start();
        }
    }

    private List<Request> nextBatch() {
        List<Request> batch = new ArrayList<>();
        for (Request next = waiting.poll(); next != null; next = waiting.poll()) {
            batch.add(next);
            if (batch.size() == MAX_BATCH) {
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
