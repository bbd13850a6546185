package io.collab.benchmarks.crash;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A store with a deliberate fault: acknowledges from memory and commits later, as servers with a debounce do. It has no
 * snapshots, so that only the log is stored.
 */
final class HastyStore implements DocumentStore {
    private static final long DELAY_MILLIS = 250;
    private static final int EVERYTHING = Integer.MAX_VALUE;

    private final DocumentStore memory = new MemoryDocumentStore();
    private final DocumentStore durable;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

    HastyStore(DocumentStore durable) {
        this.durable = durable;
    }

    @Override
    public synchronized Head open(
            DocumentId document, String engine, int formatVersion, Generation proposedGeneration) {
        boolean isNew = memory.heads(List.of(document)).isEmpty();
        Head stored = durable.open(document, engine, formatVersion, proposedGeneration);
        Head head = memory.open(document, stored.engine(), stored.formatVersion(), stored.generation());
        if (isNew && stored.seq() > 0) {
            Page page = durable.read(document, stored.generation(), 0, EVERYTHING);
            memory.append(List.of(new Append(
                    document,
                    stored.generation(),
                    new Guard.Any(),
                    page.commits().stream().map(commit -> commit.submission()).toList())));
        }
        return memory.heads(List.of(document)).getOrDefault(document, head);
    }

    @Override
    public List<AppendResult> append(List<Append> appends) {
        List<AppendResult> answers = memory.append(appends);
        later.schedule(() -> durable.append(appends), DELAY_MILLIS, TimeUnit.MILLISECONDS);
        return answers;
    }

    @Override
    public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
        return memory.heads(documents);
    }

    @Override
    public List<Head> list(String tenant, String afterName, int limit) {
        return memory.list(tenant, afterName, limit);
    }

    @Override
    public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
        return memory.read(document, generation, afterSeq, maxBytes);
    }

    @Override
    public Head compact(
            DocumentId document,
            Generation generation,
            long expectedSnapshotSeq,
            Snapshot snapshot,
            long keepAfterSeq) {
        return memory.read(document, generation, 0, 1).head();
    }

    @Override
    public boolean delete(DocumentId document, Generation generation) {
        return memory.delete(document, generation) && durable.delete(document, generation);
    }

    @Override
    public String id() {
        return durable.id();
    }

    @Override
    public Durability durability() {
        return durable.durability();
    }

    @Override
    public void close() {
        later.shutdown();
        memory.close();
        durable.close();
    }
}
