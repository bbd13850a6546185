package io.collab.spi.ordering;

import io.collab.api.Commit;
import io.collab.spi.storage.Page;
import java.util.List;

/**
 * A receiver of the commits of one document, called by a {@link Sequencer}.
 *
 * <p>The calls follow the grammar {@code commits* (overtaken | replaced | regressed)?}, one call at a time, on any thread.
 * The next {@code commits} comes only after {@code done} of the previous one was run; the last call does not wait for
 * it. An implementation must not block and must not throw.
 */
public interface Follower {
    /**
     * Receives the next commits.
     *
     * @param commits at least one commit, in order and without gaps. The first one directly follows the last one
     *     delivered, or the position at which the following started; the log of a re-created document may start at a
     *     higher number
     * @param done must be run exactly once, by any thread, when the commits have been processed; then the next ones may
     *     be delivered
     */
    void commits(List<Commit> commits, Runnable done);

    /**
     * Receives a snapshot in place of commits. The commits after the last one delivered were compacted. The following
     * has ended; a new one starts at {@link Page#lastSeq}.
     *
     * @param page a page that starts with the snapshot; the log may contain more commits after it
     */
    void overtaken(Page page);

    /** Reports that the document was deleted or has another generation. The following has ended. */
    void replaced();

    /**
     * Reports that the log has lost commits that were delivered, for example because the store was restored from a
     * backup or failed over to a replica that lagged. The following has ended. Everything that was derived from the
     * lost commits must be discarded and never stored.
     */
    void regressed();
}
