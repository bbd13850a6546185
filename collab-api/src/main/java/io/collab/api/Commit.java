package io.collab.api;

import java.time.Instant;

/**
 * A change that is ordered and durable: one record of a document's log. Thread-safe: immutable.
 *
 * @param document whose log
 * @param generation which lineage of the document
 * @param seq its place in the order: 1 for the first commit of a document, without gaps, never a clock
 * @param time when the store took it, by the store's own clock; for people, never for order
 * @param submission the change as it was submitted
 */
public record Commit(DocumentId document, Generation generation, long seq, Instant time, Submission submission) {
    /** @throws IllegalArgumentException when {@code seq} is not positive */
    public Commit {
        if (seq <= 0) {
            throw new IllegalArgumentException("the first sequence number is 1, not " + seq);
        }
    }

    /** The change itself. */
    public Update update() {
        return submission.update();
    }
}
