package io.collab.api;

import java.time.Instant;

/**
 * A submission that is ordered and durable: one record in the log of a document. Thread-safe: immutable.
 *
 * @param document the id of the document
 * @param generation the lineage of the document's content
 * @param seq the sequence number, at least 1. The numbers of a document have no gaps and start at 1; a document that is
 *     opened again after its deletion continues the old numbers. It is not a time
 * @param time the time at which the store wrote it, by the clock of the store; for display, never for order
 * @param submission the change as it was submitted
 */
public record Commit(DocumentId document, Generation generation, long seq, Instant time, Submission submission) {
    /**
     * Checks the sequence number.
     *
     * @throws IllegalArgumentException if {@code seq} is less than 1
     */
    public Commit {
        if (seq <= 0) {
            throw new IllegalArgumentException("the first sequence number is 1, not " + seq);
        }
    }

    /** Returns the update of the submission. */
    public Update update() {
        return submission.update();
    }
}
