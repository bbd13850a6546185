package io.collab.tck.fault;

/** The faults of a {@link FaultyStore}. A correct store may have them too. */
public enum StoreFault {
    /** Any call: it throws, and nothing was done. */
    FAIL_BEFORE,
    /** An append, a compaction or a deletion: it is executed, and then the call throws. */
    LOSE_ANSWER,
    /** An append: it is executed for some of its documents only, and then the call throws. */
    TEAR_BATCH,
    /**
     * An append under {@code After}: the result is a conflict, as after a commit of another writer; nothing is written.
     */
    STALE_GUARD
}
