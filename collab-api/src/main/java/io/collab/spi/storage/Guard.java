package io.collab.spi.storage;

/** On what condition an append is taken. */
public sealed interface Guard {
    /** On none: engines that merge in any order. */
    record Any() implements Guard {}

    /**
     * Only directly after a commit: engines that need one order.
     *
     * @param seq the last commit that the writer knew
     */
    record After(long seq) implements Guard {}
}
