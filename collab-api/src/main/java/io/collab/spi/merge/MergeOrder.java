package io.collab.spi.merge;

/** The order of commits that an engine requires. */
public enum MergeOrder {
    /** Any order in which every update comes after its dependencies: CRDTs. */
    CAUSAL,
    /**
     * One total order: an update is made for one position and is transformed if it arrives later. Operational
     * transformation.
     */
    TOTAL
}
