package io.collab.api;

import java.util.UUID;

/**
 * The lineage of a document's content: a random id given when the document is created or re-seeded. An update made against
 * one generation is never merged into another; merging two lineages of one text is how other systems duplicate it.
 * Thread-safe: immutable.
 *
 * @param id random, version 4
 */
public record Generation(UUID id) {
    @Override
    public String toString() {
        return id.toString();
    }
}
