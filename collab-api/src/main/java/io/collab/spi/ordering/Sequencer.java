package io.collab.spi.ordering;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import java.util.List;

/**
 * Gives every document one order and tells it to every node. {@code SequencerTck} holds the rules, docs/spi.md numbers
 * them (2xx). Thread-safe.
 */
public interface Sequencer extends AutoCloseable {
    /**
     * Orders changes. Blocks until they are durable. The answers are those of
     * {@link io.collab.spi.storage.DocumentStore#append}.
     *
     * @throws StorageException the outcome is unknown: ask again with the same operation ids
     */
    List<AppendResult> commit(List<Append> appends);

    /**
     * Follows a document: replays its log behind a commit, then goes on with what comes, commits of this node included.
     * Does not block. Each commit is told exactly once, in order and without gaps, or the following ends.
     *
     * @param afterSeq the last commit that the follower has, 0 for none
     */
    Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower);

    /** Ends all followings. Closing twice does nothing. */
    @Override
    void close();
}
