package io.collab.runtime.session;

import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.DocumentId;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.merge.Replica;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;

/**
 * A document as it was read: the fold of its log.
 *
 * @param head where it stood at the last page
 * @param replica holds everything up to {@code seq}
 * @param seq the last commit in the replica
 */
record LoadedDocument(Head head, Replica replica, long seq) {
    private static final int PAGE_BYTES = 4 << 20;

    /** Reads a document, creating it when it is absent. Blocks. */
    static LoadedDocument load(SessionResources resources, DocumentId document) {
        MergeEngine engine = resources.engine();
        DocumentStore store = resources.store();
        Head head = store.open(
                document,
                engine.name(),
                engine.formatVersion(),
                resources.generations().get());
        if (!head.engine().equals(engine.name()) || head.formatVersion() > engine.formatVersion()) {
            throw new CorruptDataException(
                    "unknown-format",
                    document + " was written by " + head.engine() + " " + head.formatVersion() + ", this node has "
                            + engine.name() + " " + engine.formatVersion());
        }
        return from(resources, store.read(document, head.generation(), DocumentStore.NONE, PAGE_BYTES));
    }

    /** Reads on from a page that starts at the beginning or with a snapshot. Blocks. */
    static LoadedDocument from(SessionResources resources, Page first) {
        Page page = first;
        byte[] state = page.snapshot() == null ? null : page.snapshot().state();
        Replica replica = resources.engine().open(state);
        long seq = integrate(replica, page, 0);
        while (seq < page.head().seq()) {
            DocumentId document = page.head().document();
            Page next = resources.store().read(document, page.head().generation(), seq, PAGE_BYTES);
            if (next.snapshot() != null) {
                return from(resources, next);
            }
            seq = integrate(replica, next, seq);
            page = next;
        }
        return new LoadedDocument(page.head(), replica, seq);
    }

    private static long integrate(Replica replica, Page page, long seq) {
        for (Commit commit : page.commits()) {
            replica.integrate(commit);
        }
        return page.lastSeq(seq);
    }
}
