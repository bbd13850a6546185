package io.collab.api;

/**
 * The identity of one change, given by whoever wants it and kept through every retry: a store that sees it twice takes
 * it once. Thread-safe: immutable.
 *
 * @param source who counts: the id of the connection, or the source a client brings along; 1 to 64 characters
 * @param counter the source's own count of changes, from 0 up
 */
public record OperationId(String source, long counter) {
    /** The most characters of a source. */
    public static final int MAX_SOURCE_LENGTH = 64;

    /** @throws IllegalArgumentException when the source is empty or too long, or the counter negative */
    public OperationId {
        if (source.isEmpty() || source.length() > MAX_SOURCE_LENGTH) {
            throw new IllegalArgumentException("a source has 1 to 64 characters, this one has " + source.length());
        }
        if (counter < 0) {
            throw new IllegalArgumentException("a counter is not negative: " + counter);
        }
    }
}
