package io.collab.spi.ordering;

import io.collab.api.Commit;
import io.collab.spi.storage.Page;
import java.util.List;

/**
 * Who follows a document: {@code commits* (overtaken | replaced)?}, one call at a time. None of them blocks or throws.
 */
public interface Follower {
    /**
     * The next commits.
     *
     * @param commits at least one, in order, the first directly behind the last one told
     * @param done to be run once, by any thread, when the next ones may come
     */
    void commits(List<Commit> commits, Runnable done);

    /**
     * The log behind what was told is gone: a snapshot stands in its place. The following has ended.
     *
     * @param page starts with the snapshot; more may follow it in the log
     */
    void overtaken(Page page);

    /** The document was deleted or has another generation. The following has ended. */
    void replaced();
}
