package io.collab.tck.fault;

/** What a {@link FaultyStore} can do wrong, and an honest store may too. */
public enum StoreFault {
    /** Any call: it throws, and nothing was done. */
    FAIL_BEFORE,
    /** An append, a compaction or a deletion: it is done, and then the call throws. */
    LOSE_ANSWER,
    /** An append: it is done for some of its documents only, and then the call throws. */
    TEAR_BATCH,
    /**
     * An append under {@code After}: answered with a conflict as if somebody had been there in between; nothing is
     * written.
     */
    STALE_GUARD
}
