package io.collab.runtime.session;

import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.DocumentId;
import io.collab.api.LimitExceededException;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.merge.Replica;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;

/** Loads a document from the store: its newest snapshot and the commits after it. Blocks. Thread-safe. */
final class DocumentLoader {
    private static final int PAGE_BYTES = 4 << 20;

    private DocumentLoader() {}

    /**
     * Loads a document, and creates it if it is absent.
     *
     * @throws LimitExceededException with code {@code document-too-large}
     * @throws CorruptDataException if the stored bytes cannot be read, or were written by another or newer engine
     * @throws io.collab.api.StorageException if the store does not answer
     */
    static DocumentState load(SessionResources resources, DocumentId document) {
        Head head = open(resources, document);
        MergeEngine engine = resources.engine();
        if (!head.engine().equals(engine.name()) || head.formatVersion() > engine.formatVersion()) {
            throw new CorruptDataException(
                    "unknown-format",
                    document + " was written by " + head.engine() + " " + head.formatVersion() + ", this node has "
                            + engine.name() + " " + engine.formatVersion());
        }
        return continueFrom(
                resources, resources.store().read(document, head.generation(), DocumentStore.NONE, PAGE_BYTES));
    }

    /** Returns the head of a document, and creates the document if it is absent. */
    static Head open(SessionResources resources, DocumentId document) {
        MergeEngine engine = resources.engine();
        return resources
                .store()
                .open(
                        document,
                        engine.name(),
                        engine.formatVersion(),
                        resources.generations().get());
    }

    /** Loads a document from a page that begins with a snapshot or with the first commit, and all pages after it. */
    static DocumentState continueFrom(SessionResources resources, Page first) {
        Page page = first;
        byte[] snapshot = page.snapshot() == null ? null : page.snapshot().state();
        long maxBytes = resources.limits().loadBytes();
        if (snapshot != null && snapshot.length > maxBytes) {
            throw tooLarge(page.head());
        }
        Replica replica = resources.engine().open(snapshot);
        DocumentSize size = new DocumentSize();
        size.add(snapshot == null ? 0 : snapshot.length);
        long seq = integrate(replica, page, 0, size, maxBytes);
        while (seq < page.head().seq()) {
            DocumentId document = page.head().document();
            Page next = resources.store().read(document, page.head().generation(), seq, PAGE_BYTES);
            if (next.snapshot() != null) {
                return continueFrom(resources, next);
            }
            seq = integrate(replica, next, seq, size, maxBytes);
            page = next;
        }
        return new DocumentState(page.head(), replica, seq, size);
    }

    /** Final for clients: an operator has to raise the limit, and the heap with it, before the document can be loaded. */
    private static LimitExceededException tooLarge(Head head) {
        return new LimitExceededException(
                "document-too-large", head.document() + " is larger than collab.document.max-size");
    }

    private static long integrate(Replica replica, Page page, long seq, DocumentSize size, long maxBytes) {
        for (Commit commit : page.commits()) {
            replica.integrate(commit);
            size.add(commit.update().size());
        }
        if (!size.isWithin(maxBytes, replica)) {
            throw tooLarge(page.head());
        }
        return page.lastSeq(seq);
    }
}
