package io.collab.runtime.session;

import io.collab.api.Commit;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.util.ArrayList;
import java.util.List;

/** Reads earlier commits, which an engine needs to transform a change that was made for an older version. Thread-safe. */
final class HistoryReader {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int MAX_COMMITS = 100_000;
    private static final long MAX_BYTES = 64 << 20;

    private HistoryReader() {}

    /**
     * Reads commits. Blocks.
     *
     * @return the commits from {@code fromSeq} to {@code toSeq}, both included; empty if the log no longer has all of them or
     *     if there are more than {@value #MAX_COMMITS} or more than {@value #MAX_BYTES} bytes of them
     */
    static List<Commit> read(DocumentStore store, Head head, long fromSeq, long toSeq) {
        List<Commit> commits = new ArrayList<>();
        if (toSeq - fromSeq >= MAX_COMMITS) {
            return List.of();
        }
        long after = fromSeq - 1;
        long bytes = 0;
        while (after < toSeq) {
            Page page = store.read(head.document(), head.generation(), after, PAGE_BYTES);
            if (page.snapshot() != null || page.commits().isEmpty()) {
                return List.of();
            }
            for (Commit commit : page.commits()) {
                if (commit.seq() <= toSeq) {
                    commits.add(commit);
                    bytes += commit.update().size();
                }
            }
            if (bytes > MAX_BYTES) {
                return List.of();
            }
            after = page.lastSeq(after);
        }
        return commits;
    }
}
