package io.collab.runtime.ordering;

import io.collab.api.DocumentId;
import io.collab.spi.storage.DocumentStore;

/**
 * The topics of a document on the bus. They contain the id of the store: a copy of a database has the same documents with the
 * same generations, and its commits must not reach the nodes of the original.
 */
public final class BusTopic {
    private BusTopic() {}

    /** Returns the topic on which nodes announce commits. */
    public static String ofLog(DocumentStore store, DocumentId document) {
        return topic("log", store, document);
    }

    /** Returns the topic on which nodes exchange presence. */
    public static String ofPresence(DocumentStore store, DocumentId document) {
        return topic("presence", store, document);
    }

    private static String topic(String purpose, DocumentStore store, DocumentId document) {
        return "collab." + purpose + "." + store.id() + "." + document.key();
    }
}
