package io.collab.spi.storage;

import io.collab.api.DocumentId;
import io.collab.api.Generation;

/**
 * Where a document stands.
 *
 * @param document which document
 * @param generation its lineage
 * @param engine the name of its engine
 * @param formatVersion the version of the engine's format
 * @param seq the sequence number of its last commit, 0 when there is none
 * @param snapshotSeq the last commit that its newest snapshot holds, 0 when there is no snapshot
 */
public record Head(
        DocumentId document, Generation generation, String engine, int formatVersion, long seq, long snapshotSeq) {}
