package io.collab.spi.storage;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.Submission;
import java.util.List;

/**
 * A batch of submissions for the log of one document, written completely or not at all. Thread-safe: immutable.
 *
 * @param document the id of the document
 * @param generation the generation for which the submissions were made
 * @param guard the precondition
 * @param submissions at least one submission, in the order in which they are to be written; a store refuses a repeated
 *     operation id
 */
public record Append(DocumentId document, Generation generation, Guard guard, List<Submission> submissions) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no submission
     */
    public Append {
        submissions = List.copyOf(submissions);
        if (submissions.isEmpty()) {
            throw new IllegalArgumentException("an append has at least one submission");
        }
    }
}
