package io.collab.api;

/**
 * The identity of one submission, the same in every retry. A store writes an operation id at most once per document.
 * Thread-safe: immutable.
 *
 * @param source the origin that counts, unique among all clients of all nodes, 1 to 64 characters
 * @param counter the number of the submission among those of its source, at least 0
 */
public record OperationId(String source, long counter) {
    /** The maximum length of a source in characters (UTF-16 code units). */
    public static final int MAX_SOURCE_LENGTH = 64;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the source is empty or too long, or if the counter is negative
     */
    public OperationId {
        if (source.isEmpty() || source.length() > MAX_SOURCE_LENGTH) {
            throw new IllegalArgumentException("a source has 1 to 64 characters, this one has " + source.length());
        }
        if (counter < 0) {
            throw new IllegalArgumentException("a counter is not negative: " + counter);
        }
    }
}
