package io.collab.jpa;

import io.collab.api.Author;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Snapshot;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** A document of a test and its generation. */
record StoredDocument(DocumentStore store, Head head) {
    private static final int PAGE_BYTES = 1 << 20;

    /** Opens a document, and creates it if it is absent. */
    static StoredDocument open(DocumentStore store, String name) {
        return new StoredDocument(store, store.open(DocumentId.of(name), "tck", 1, new Generation(UUID.randomUUID())));
    }

    /** Appends submissions with the operation ids {@code first} to {@code last}. */
    AppendResult append(long first, long last) {
        return store.append(List.of(batch(first, last))).get(0);
    }

    Append batch(long first, long last) {
        List<Submission> submissions = LongStream.rangeClosed(first, last)
                .mapToObj(counter -> new Submission(
                        new OperationId("client", counter), new Author("anna", "c", "n"), Update.of(new byte[] {1, 2, 3
                        })))
                .toList();
        return new Append(head.document(), head.generation(), new Guard.Any(), submissions);
    }

    /** Replaces the newest snapshot, which is at {@code expected}, by one at {@code seq} and drops what it contains. */
    Head compact(long expected, long seq) {
        return store.compact(head.document(), head.generation(), expected, new Snapshot(seq, new byte[] {7}), seq);
    }

    /** Returns the sequence numbers of the first page after a position. */
    List<Long> seqsAfter(long position) {
        return store.read(head.document(), head.generation(), position, PAGE_BYTES).commits().stream()
                .map(commit -> commit.seq())
                .toList();
    }
}
