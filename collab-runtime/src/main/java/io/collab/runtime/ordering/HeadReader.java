package io.collab.runtime.ordering;

import io.collab.api.DocumentId;
import io.collab.api.StorageException;
import io.collab.runtime.log.RepeatedLog;
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
    private static final System.Logger LOG = System.getLogger(HeadReader.class.getName());
    private static final RepeatedLog FAILURES = new RepeatedLog(HeadReader.class, System.Logger.Level.WARNING);
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
        List<DocumentId> documents =
                batch.stream().map(Request::document).distinct().toList();
        Map<DocumentId, Head> heads;
        try {
            heads = store.heads(documents);
        } catch (StorageException unavailable) {
            answerAll(batch, request -> request.failed().accept(unavailable));
            return;
        } catch (Throwable failure) { // a request without an answer would wait for ever
            FAILURES.log(() -> "heads cannot be read", failure);
            var failed = new StorageException("store-failed", "the store has failed", failure);
            answerAll(batch, request -> request.failed().accept(failed));
            return;
        }
        answerAll(batch, request -> request.found().accept(heads.get(request.document())));
    }

    /** Answers requests one by one: a receiver that fails does not affect the others. */
    private static void answerAll(List<Request> batch, Consumer<Request> answer) {
        for (Request request : batch) {
            try {
                answer.accept(request);
            } catch (Throwable failure) {
                LOG.log(System.Logger.Level.ERROR, request.document() + ": a head was not processed", failure);
            }
        }
    }
}
