package io.collab.spi.storage;

import io.collab.api.DocumentId;
import io.collab.api.Generation;

/**
 * The current position of a document. Thread-safe: immutable.
 *
 * @param document the id of the document
 * @param generation the lineage of its content
 * @param engine the name of its engine
 * @param formatVersion the format version of its engine, at least 1
 * @param seq the sequence number of its last commit, 0 if there has never been one. A re-created document without
 *     commits has the last sequence number of the deleted document
 * @param snapshotSeq the sequence number of the last commit in its newest snapshot, 0 if there is no snapshot
 */
public record Head(
        DocumentId document, Generation generation, String engine, int formatVersion, long seq, long snapshotSeq) {
    /** Returns a head that differs only in {@link #seq()}. */
    public Head withSeq(long newSeq) {
        return new Head(document, generation, engine, formatVersion, newSeq, snapshotSeq);
    }

    /** Returns a head that differs only in {@link #snapshotSeq()}. */
    public Head withSnapshotSeq(long newSnapshotSeq) {
        return new Head(document, generation, engine, formatVersion, seq, newSnapshotSeq);
    }
}
