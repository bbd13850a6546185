package io.collab.spi.ordering;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import java.util.List;

/**
 * The component that assigns one order to the commits of a document and delivers them to every node. Thread-safe.
 *
 * <p>{@code SequencerTck} checks the rules; docs/spi.md numbers them (201 to 219). No method except {@link #close()}
 * may be called after {@link #close()}.
 */
public interface Sequencer extends AutoCloseable {
    /**
     * Commits appends. Blocks until they are durable. The results are those of
     * {@link io.collab.spi.storage.DocumentStore#append}, and so are the exceptions.
     *
     * @param appends the appends, each for a different document
     * @return one result per append, in the order of {@code appends}
     * @throws StorageException if the outcome is unknown; the caller may retry with the same operation ids
     */
    List<AppendResult> commit(List<Append> appends);

    /**
     * Follows a document: delivers the log after a commit, and then every new commit, including those of this node.
     * Does not block. Each commit is delivered exactly once, in order and without gaps, until the following ends.
     *
     * @param document the id of the document
     * @param generation the expected generation; if the document is absent or has another one, the follower receives
     *     {@link Follower#replaced()}
     * @param afterSeq the sequence number of the last commit that the follower has, 0 if it has none
     * @param follower the receiver; its first call may come before this method returns
     * @return the following, to be closed by the caller
     */
    Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower);

    /** Ends all followings. Does not close the store or the bus. Calling it again does nothing. */
    @Override
    void close();
}
