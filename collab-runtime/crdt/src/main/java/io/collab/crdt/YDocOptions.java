package io.collab.crdt;

import java.util.function.LongSupplier;

/**
 * The options of a document.
 *
 * @param clientIds source of client ids, 0 to 2^53-1; called when the document is created, and when another document
 *     uses the same id; two documents must never write under one id
 * @param gc whether deleted content is discarded; without garbage collection, old states can be shown
 * @param formattingCleanup whether formatting marks that received changes made superfluous are deleted, as in Yjs;
 *     false for a replica that must not make changes of its own
 * @param guid the document's name, which is transmitted only for a subdocument; may be empty
 */
public record YDocOptions(LongSupplier clientIds, boolean gc, boolean formattingCleanup, String guid) {

    /**
     * Returns the defaults of Yjs: garbage collection and formatting cleanup are on.
     *
     * @param clientIds source of client ids
     */
    public static YDocOptions of(LongSupplier clientIds) {
        return new YDocOptions(clientIds, true, true, "");
    }

    /** Returns the options of a replica that makes no changes of its own, so that it needs no client id. */
    public static YDocOptions replica() {
        return new YDocOptions(() -> 0, true, false, "");
    }

    /**
     * Returns the same options with garbage collection on or off.
     *
     * @param on whether deleted content is discarded
     */
    public YDocOptions withGc(boolean on) {
        return new YDocOptions(clientIds, on, formattingCleanup, guid);
    }

    /**
     * Returns the same options with formatting cleanup on or off.
     *
     * @param on whether superfluous marks are deleted
     */
    public YDocOptions withFormattingCleanup(boolean on) {
        return new YDocOptions(clientIds, gc, on, guid);
    }

    /**
     * Returns the same options with another name.
     *
     * @param name the document's name
     */
    public YDocOptions withGuid(String name) {
        return new YDocOptions(clientIds, gc, formattingCleanup, name);
    }
}
