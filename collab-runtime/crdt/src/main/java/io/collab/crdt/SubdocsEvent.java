package io.collab.crdt;

import java.util.Set;

/**
 * The changes of the subdocuments of a document by one transaction.
 *
 * @param loaded subdocuments whose content was requested
 * @param added subdocuments that were added
 * @param removed subdocuments that were removed
 * @param transaction the transaction
 */
public record SubdocsEvent(
        Set<YSubdocument> loaded, Set<YSubdocument> added, Set<YSubdocument> removed, Transaction transaction) {}
