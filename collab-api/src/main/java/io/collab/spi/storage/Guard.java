package io.collab.spi.storage;

/** The precondition of an {@link Append}. Thread-safe: immutable. */
public sealed interface Guard {
    /** The precondition that always holds, for engines that accept any causal order. */
    record Any() implements Guard {}

    /**
     * The precondition that the log ends with a given commit, for engines that need a total order.
     *
     * @param seq the sequence number of the last commit that the writer has seen, 0 if it has seen none
     */
    record After(long seq) implements Guard {}
}
