package io.collab.api;

import java.util.UUID;

/**
 * The lineage of a document's content: a random id, assigned when the document is created. Updates of two generations
 * are never merged, because merging two lineages of the same text would duplicate the text. Thread-safe: immutable.
 *
 * @param id a random UUID, version 4
 */
public record Generation(UUID id) {
    /** Returns the UUID in its canonical text form. */
    @Override
    public String toString() {
        return id.toString();
    }
}
