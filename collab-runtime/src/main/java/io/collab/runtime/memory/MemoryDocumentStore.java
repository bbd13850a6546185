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
import java.util.function.Supplier;

/**
 * The reference model of a document store: maps behind one lock. Everything is gone with the process. Thread-safe;
 * blocks only for as long as another call computes.
 */
public final class MemoryDocumentStore implements DocumentStore {
    private static final Comparator<Head> BY_NAME_BYTES =
            (a, b) -> Arrays.compareUnsigned(nameBytes(a.document()), nameBytes(b.document()));

    private final Shelf shelf;
    private volatile boolean closed;

    /** An empty store on the system's clock. */
    public MemoryDocumentStore() {
        this(Clock.systemUTC());
    }

    /**
     * An empty store.
     *
     * @param clock gives commits their times, and tells how old they are
     */
    public MemoryDocumentStore(Clock clock) {
        this(new Shelf(clock));
    }

    private MemoryDocumentStore(Shelf shelf) {
        this.shelf = shelf;
    }

    /** Another store on the same documents, as another node would have it. Each is closed by itself. */
    public MemoryDocumentStore share() {
        return new MemoryDocumentStore(shelf);
    }

    @Override
    public Head open(DocumentId document, String engine, int formatVersion, Generation proposedGeneration) {
        return locked(() -> shelf.documents
                .computeIfAbsent(
                        document,
                        absent -> new MemoryDocument(new Head(
                                document,
                                proposedGeneration,
                                engine,
                                formatVersion,
                                shelf.lastSeqs.getOrDefault(document, 0L),
                                0)))
                .head());
    }

    @Override
    public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
        return locked(() -> {
            Map<DocumentId, Head> heads = new LinkedHashMap<>();
            for (DocumentId document : documents) {
                MemoryDocument found = shelf.documents.get(document);
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
            throw new IllegalArgumentException("a limit is at least 1, not " + limit);
        }
        byte[] after = afterName.getBytes(StandardCharsets.UTF_8);
        return locked(() -> shelf.documents.values().stream()
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
                throw new IllegalArgumentException("one document twice in one append: " + append.document());
            }
            if (append.submissions().stream().map(s -> s.operation()).distinct().count()
                    < append.submissions().size()) {
                throw new IllegalArgumentException("one operation twice in one append: " + append.document());
            }
        }
        return locked(() -> {
            Instant now = shelf.clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<AppendResult> answers = new ArrayList<>(appends.size());
            for (Append append : appends) {
                MemoryDocument document = shelf.documents.get(append.document());
                if (document == null) {
                    answers.add(new AppendResult.WrongGeneration(null));
                } else {
                    answers.add(document.append(append, now));
                }
            }
            return answers;
        });
    }

    @Override
    public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
        if (afterSeq < NONE) {
            throw new IllegalArgumentException("no sequence number: " + afterSeq);
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
                    "a snapshot at " + snapshot.seq() + " cannot keep what is behind " + keepAfterSeq);
        }
        return locked(() -> {
            Instant dropBefore = shelf.clock.instant().minus(RETRY_HORIZON);
            return existing(document, generation).compact(expectedSnapshotSeq, snapshot, keepAfterSeq, dropBefore);
        });
    }

    @Override
    public boolean delete(DocumentId document, Generation generation) {
        return locked(() -> {
            MemoryDocument found = shelf.documents.get(document);
            if (found == null || !found.head().generation().equals(generation)) {
                return false;
            }
            shelf.documents.remove(document);
            shelf.lastSeqs.put(document, found.head().seq());
            return true;
        });
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
        MemoryDocument found = shelf.documents.get(document);
        if (found == null || !found.head().generation().equals(generation)) {
            throw new SequenceConflictException(
                    "wrong-generation", document + (found == null ? " is absent" : " has another generation"));
        }
        return found;
    }

    private <R> R locked(Supplier<R> work) {
        synchronized (shelf) {
            if (closed) {
                throw new StorageException("store-closed", "the store is closed");
            }
            return work.get();
        }
    }

    private static byte[] nameBytes(DocumentId document) {
        return document.name().getBytes(StandardCharsets.UTF_8);
    }

    /** What the stores that share share; its monitor guards it. */
    private static final class Shelf {
        final Clock clock;
        final Map<DocumentId, MemoryDocument> documents = new HashMap<>();
        /** The last sequence numbers of deleted documents, from which a document of the same name goes on. */
        final Map<DocumentId, Long> lastSeqs = new HashMap<>();

        Shelf(Clock clock) {
            this.clock = clock;
        }
    }
}
