package io.collab.runtime.session;

import io.collab.api.Commit;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.util.ArrayList;
import java.util.List;

/** Commits of the log that a replica asks for again. */
final class History {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int MOST_COMMITS = 100_000;

    private History() {}

    /**
     * Reads commits. Blocks.
     *
     * @return from {@code fromSeq} to {@code toSeq}; empty when they are no longer kept or too many
     */
    static List<Commit> read(DocumentStore store, Head head, long fromSeq, long toSeq) {
        List<Commit> all = new ArrayList<>();
        if (toSeq - fromSeq >= MOST_COMMITS) {
            return List.of();
        }
        long after = fromSeq - 1;
        while (after < toSeq) {
            Page page = store.read(head.document(), head.generation(), after, PAGE_BYTES);
            if (page.snapshot() != null || page.commits().isEmpty()) {
                return List.of();
            }
            for (Commit commit : page.commits()) {
                if (commit.seq() <= toSeq) {
                    all.add(commit);
                }
            }
            after = page.lastSeq(after);
        }
        return all;
    }
}
