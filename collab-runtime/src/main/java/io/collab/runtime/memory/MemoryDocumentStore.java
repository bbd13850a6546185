package io.collab.runtime.memory;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The reference implementation of a document store: maps and one lock. All documents are lost when the process ends.
 * Thread-safe; blocks only while another call computes.
 */
public final class MemoryDocumentStore implements DocumentStore {
    private static final Comparator<Head> BY_NAME_BYTES =
            (a, b) -> Arrays.compareUnsigned(nameBytes(a.document()), nameBytes(b.document()));

    private final SharedDocuments shared;
    private volatile boolean closed;

    /** Creates an empty store with the clock of the system. */
    public MemoryDocumentStore() {
        this(Clock.systemUTC());
    }

    /**
     * Creates an empty store.
     *
     * @param clock the source of the times of commits and of their ages
     */
    public MemoryDocumentStore(Clock clock) {
        this(new SharedDocuments(clock));
    }

    private MemoryDocumentStore(SharedDocuments shared) {
        this.shared = shared;
    }

    /** Returns another view of the same documents, for another node. Each is closed separately. */
    public MemoryDocumentStore share() {
        return new MemoryDocumentStore(shared);
    }

    @Override
    public Head open(DocumentId document, String engine, int formatVersion, Generation proposedGeneration) {
        return locked(() -> shared.documents
                .computeIfAbsent(
                        document,
                        absent -> new MemoryDocument(new Head(
                                document,
                                proposedGeneration,
                                engine,
                                formatVersion,
                                shared.lastSeqs.getOrDefault(document, 0L),
                                0)))
                .head());
    }

    @Override
    public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
        return locked(() -> {
            Map<DocumentId, Head> heads = new LinkedHashMap<>();
            for (DocumentId document : documents) {
                MemoryDocument found = shared.documents.get(document);
                if (found != null) {
                    heads.put(document, found.head());
                }
            }
            return heads;
        });
    }

    @Override
    public List<Head> list(String tenant, String afterName, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1: " + limit);
        }
        byte[] after = afterName.getBytes(StandardCharsets.UTF_8);
        return locked(() -> shared.documents.values().stream()
                .map(MemoryDocument::head)
                .filter(head -> head.document().tenant().equals(tenant))
                .filter(head -> Arrays.compareUnsigned(nameBytes(head.document()), after) > 0)
                .sorted(BY_NAME_BYTES)
                .limit(limit)
                .toList());
    }

    @Override
    public List<AppendResult> append(List<Append> appends) {
        Set<DocumentId> documents = new HashSet<>();
        for (Append append : appends) {
            if (!documents.add(append.document())) {
                throw new IllegalArgumentException("a document occurs twice: " + append.document());
            }
            if (append.submissions().stream().map(s -> s.operation()).distinct().count()
                    < append.submissions().size()) {
                throw new IllegalArgumentException("an operation id occurs twice: " + append.document());
            }
        }
        return locked(() -> {
            Instant now = shared.clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<AppendResult> results = new ArrayList<>(appends.size());
            for (Append append : appends) {
                MemoryDocument document = shared.documents.get(append.document());
                if (document == null) {
                    results.add(new AppendResult.WrongGeneration(null));
                } else {
                    results.add(document.append(append, now));
                }
            }
            return results;
        });
    }

    /**
     * Removes the newest commits of a document, as a store does that was restored from a backup. For tests of applications that
     * must survive that.
     *
     * @param seq the last commit that is kept
     */
    public void restoreBackup(DocumentId document, long seq) {
        locked(() -> {
            MemoryDocument restored = shared.documents.get(document);
            if (restored != null) {
                restored.restoreBackup(seq);
            }
            return seq;
        });
    }

    @Override
    public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
        if (afterSeq < NONE) {
            throw new IllegalArgumentException("a position is at least -1: " + afterSeq);
        }
        return locked(() -> existing(document, generation).read(afterSeq, maxBytes));
    }

    @Override
    public Head compact(
            DocumentId document,
            Generation generation,
            long expectedSnapshotSeq,
            Snapshot snapshot,
            long keepAfterSeq) {
        if (snapshot.seq() < 1 || keepAfterSeq < 0 || keepAfterSeq > snapshot.seq()) {
            throw new IllegalArgumentException(
                    "a snapshot at " + snapshot.seq() + " does not contain all commits up to " + keepAfterSeq);
        }
        return locked(() -> {
            Instant dropBefore = shared.clock.instant().minus(RETRY_HORIZON);
            return existing(document, generation).compact(expectedSnapshotSeq, snapshot, keepAfterSeq, dropBefore);
        });
    }

    @Override
    public boolean delete(DocumentId document, Generation generation) {
        return locked(() -> {
            MemoryDocument found = shared.documents.get(document);
            if (found == null || !found.head().generation().equals(generation)) {
                return false;
            }
            shared.documents.remove(document);
            shared.lastSeqs.put(document, found.head().seq());
            return true;
        });
    }

    @Override
    public String id() {
        return shared.id;
    }

    @Override
    public Durability durability() {
        return new Durability(Durability.Level.MEMORY, 0);
    }

    @Override
    public void close() {
        closed = true;
    }

    private MemoryDocument existing(DocumentId document, Generation generation) {
        MemoryDocument found = shared.documents.get(document);
        if (found == null || !found.head().generation().equals(generation)) {
            throw new SequenceConflictException(
                    "wrong-generation", document + (found == null ? " is absent" : " has another generation"));
        }
        return found;
    }

    private <R> R locked(Supplier<R> work) {
        synchronized (shared) {
            if (closed) {
                throw new StorageException("store-closed", "the store is closed");
            }
            return work.get();
        }
    }

    private static byte[] nameBytes(DocumentId document) {
        return document.name().getBytes(StandardCharsets.UTF_8);
    }

    /** The state shared by all views of one store; its monitor guards all fields. */
    private static final class SharedDocuments {
        final String id = UUID.randomUUID().toString();
        final Clock clock;
        final Map<DocumentId, MemoryDocument> documents = new HashMap<>();
        /** The last sequence numbers of deleted documents. A re-created document continues after them. */
        final Map<DocumentId, Long> lastSeqs = new HashMap<>();

        SharedDocuments(Clock clock) {
            this.clock = clock;
        }
    }
}
