package io.collab.spi.merge;

import io.collab.api.CollabException;
import io.collab.api.Update;

/** The result of preparing one submission. Thread-safe: immutable. */
public sealed interface Prepared {
    /**
     * The result of a submission that may be appended.
     *
     * @param update the canonical bytes of its new content only
     */
    record Accepted(Update update) implements Prepared {}

    /** The result of a submission without new content: all of it is known or accepted earlier in the same batch. */
    record Duplicate() implements Prepared {}

    /**
     * The result of a submission that is refused. The connection of its source is to be closed with the close code of
     * the reason.
     *
     * @param reason an exceeded limit or a protocol error
     */
    record Rejected(CollabException reason) implements Prepared {}

    /**
     * The result of a submission that was made for a revision older than the replica can transform from. The caller
     * prepares it again with the commits from {@code fromSeq} on.
     *
     * @param fromSeq the sequence number of the first commit needed
     */
    record NeedsHistory(long fromSeq) implements Prepared {}
}
