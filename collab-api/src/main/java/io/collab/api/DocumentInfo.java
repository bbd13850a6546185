package io.collab.api;

/**
 * A document that exists. Thread-safe: immutable.
 *
 * @param id the id of the document
 * @param generation the lineage of its content; a document that is deleted and created again has another one
 * @param seq the sequence number of its last commit, 0 if there has never been one. A re-created document without commits
 *     has the last sequence number of the deleted document
 */
public record DocumentInfo(DocumentId id, Generation generation, long seq) {}
