package io.collab.spi.merge;

/** What an engine asks of the order of commits. */
public enum MergeOrder {
    /** Changes may be taken in any order that keeps their causes before them: CRDTs. */
    CAUSAL,
    /** A change is made for one place in the order and is transformed when it comes late: operational transformation. */
    TOTAL
}
