package io.collab.crdt;

import java.util.Set;

/**
 * What a transaction did to the subdocuments of a document.
 *
 * @param loaded whose content somebody wants
 * @param added which came
 * @param removed which went
 * @param transaction the transaction
 */
public record SubdocsEvent(
        Set<YSubdocument> loaded, Set<YSubdocument> added, Set<YSubdocument> removed, Transaction transaction) {}
