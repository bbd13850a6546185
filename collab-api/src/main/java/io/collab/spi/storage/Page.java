package io.collab.spi.storage;

import io.collab.api.Commit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document's log in one consistent view.
 *
 * @param head where the document stood in that view
 * @param snapshot the newest one when reading starts with it, otherwise null
 * @param commits those that follow, in order and without gaps; all there are when the last one is {@code head.seq()}
 */
public record Page(Head head, @Nullable Snapshot snapshot, List<Commit> commits) {
    /** Copies the list. */
    public Page {
        commits = List.copyOf(commits);
    }

    /**
     * Where reading goes on behind this page: its last commit, else its snapshot, else the head, for a page without either
     * says that there is nothing more. (The head of a document that was deleted and made anew is not 0.)
     */
    public long lastSeq(long afterSeq) {
        if (!commits.isEmpty()) {
            return commits.get(commits.size() - 1).seq();
        }
        return snapshot != null ? snapshot.seq() : Math.max(afterSeq, head.seq());
    }
}
