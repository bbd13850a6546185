package io.collab.spi.storage;

import io.collab.api.Commit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the log of a document, read in one consistent view. Thread-safe: immutable, under the rule of
 * {@link Snapshot#state()}.
 *
 * @param head the head of the document in that view
 * @param snapshot the newest snapshot if the page starts with it, otherwise null
 * @param commits the commits that follow the snapshot, or the position read from, in order and without gaps; possibly
 *     empty. The log has been read completely if the last one has the sequence number {@code head.seq()}
 */
public record Page(Head head, @Nullable Snapshot snapshot, List<Commit> commits) {
    /** Copies the list. */
    public Page {
        commits = List.copyOf(commits);
    }

    /**
     * Returns the sequence number from which reading continues after this page. It is that of the last commit; without
     * commits, that of the snapshot; without both, the greater of {@code afterSeq} and {@code head.seq()}, because such
     * a page means that the log has nothing more. The head of a re-created document without commits is not 0.
     *
     * @param afterSeq the position that was passed to {@link DocumentStore#read}
     * @return the position to pass to the next {@link DocumentStore#read}
     */
    public long lastSeq(long afterSeq) {
        if (!commits.isEmpty()) {
            return commits.get(commits.size() - 1).seq();
        }
        return snapshot != null ? snapshot.seq() : Math.max(afterSeq, head.seq());
    }
}
