package io.collab.spi.storage;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.Submission;
import java.util.List;

/**
 * Changes to be appended to one document's log, all or none.
 *
 * @param document which document
 * @param generation the lineage they were made for
 * @param guard on what condition
 * @param submissions at least one, no operation id twice
 */
public record Append(DocumentId document, Generation generation, Guard guard, List<Submission> submissions) {
    /** Copies the list. */
    public Append {
        submissions = List.copyOf(submissions);
        if (submissions.isEmpty()) {
            throw new IllegalArgumentException("an append has at least one submission");
        }
    }
}
