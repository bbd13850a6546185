package io.collab.spi.merge;

import io.collab.api.CollabException;
import io.collab.api.Update;

/** The judgement over one submission. */
public sealed interface Prepared {
    /**
     * It may be appended.
     *
     * @param update canonical bytes of only what is new in it
     */
    record Accepted(Update update) implements Prepared {}

    /** It brings nothing that is not already known or accepted before it in the same batch. */
    record Duplicate() implements Prepared {}

    /**
     * It is refused, and its source is to be closed with the reason's code.
     *
     * @param reason why; a limit or a protocol error
     */
    record Rejected(CollabException reason) implements Prepared {}

    /**
     * It was made for an older revision than the replica can transform from: ask again with the commits since then.
     *
     * @param fromSeq the first commit needed
     */
    record Behind(long fromSeq) implements Prepared {}
}
