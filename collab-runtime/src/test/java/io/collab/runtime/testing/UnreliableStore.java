package io.collab.runtime.testing;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A store in memory whose calls fail at random, appends after they were written too. It remembers all commits of all generations.
 * Its clock advances by an hour at each reading, so that every commit is old enough to be compacted.
 */
public final class UnreliableStore implements DocumentStore {
    private final Schedule schedule;
    private final MemoryDocumentStore documents = new MemoryDocumentStore(new FastClock());
    private final Map<Generation, TreeMap<Long, Commit>> history = new HashMap<>();
    private int failsOneIn;

    public UnreliableStore(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Fails one in so many calls from now on; 0 for none. */
    public void failOneIn(int count) {
        failsOneIn = count;
    }

    /** Returns all commits that a generation has had, by sequence number. */
    public TreeMap<Long, Commit> history(Generation generation) {
        return history.computeIfAbsent(generation, absent -> new TreeMap<>());
    }

    /** Returns the head of a document at this moment, null if it is absent. */
    public Head head(DocumentId document) {
        return documents.heads(List.of(document)).get(document);
    }

    private void call(String name) {
        Schedule.step("store." + name);
        if (failsOneIn > 0 && schedule.oneIn(failsOneIn)) {
            throw new StorageException("unavailable", "the store fails at random");
        }
    }

    @Override
    public Head open(DocumentId document, String engine, int formatVersion, Generation proposed) {
        call("open");
        return documents.open(document, engine, formatVersion, proposed);
    }

    @Override
    public Map<DocumentId, Head> heads(Collection<DocumentId> wanted) {
        call("heads");
        Map<DocumentId, Head> heads = documents.heads(wanted);
        Schedule.step("the heads were read");
        return heads;
    }

    @Override
    public List<Head> list(String tenant, String afterName, int limit) {
        call("list");
        return documents.list(tenant, afterName, limit);
    }

    @Override
    public List<AppendResult> append(List<Append> appends) {
        call("append");
        List<AppendResult> results = documents.append(appends);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof AppendResult.Committed committed) {
                remember(appends.get(i), committed);
            }
        }
        call("append's answer");
        return results;
    }

    private void remember(Append append, AppendResult.Committed committed) {
        for (int i = 0; i < committed.receipts().size(); i++) {
            var receipt = committed.receipts().get(i);
            if (receipt.fresh()) {
                Commit commit = new Commit(
                        append.document(),
                        append.generation(),
                        receipt.seq(),
                        receipt.time(),
                        append.submissions().get(i));
                history(append.generation()).put(receipt.seq(), commit);
            }
        }
    }

    @Override
    public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
        call("read");
        Page page = documents.read(document, generation, afterSeq, maxBytes);
        Schedule.step("the log was read");
        return page;
    }

    @Override
    public Head compact(
            DocumentId document, Generation generation, long expected, Snapshot snapshot, long keepAfterSeq) {
        call("compact");
        return documents.compact(document, generation, expected, snapshot, keepAfterSeq);
    }

    @Override
    public boolean delete(DocumentId document, Generation generation) {
        call("delete");
        return documents.delete(document, generation);
    }

    @Override
    public String id() {
        return documents.id();
    }

    @Override
    public Durability durability() {
        return documents.durability();
    }

    @Override
    public void close() {
        documents.close();
    }

    private static final class FastClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofHours(1));
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("not needed yet");
        }
    }
}
