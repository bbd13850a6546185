package io.collab.crdt;

import java.util.function.LongSupplier;

/**
 * How a document behaves.
 *
 * @param clientIds gives a fresh client id, 0 to 2^53-1, whenever the document needs one: when it is created, and when
 *     somebody else turns out to use the same; two documents must never write under one id
 * @param gc whether deleted content is thrown away; without it, old states can be shown again
 * @param formattingCleanup whether formatting marks that became superfluous through changes from others are deleted, as
 *     Yjs does; a replica that must not make changes of its own says no
 * @param guid the document's name, which does not travel unless it is a subdocument; may be empty
 */
public record YDocOptions(LongSupplier clientIds, boolean gc, boolean formattingCleanup, String guid) {

    /**
     * Returns the options of Yjs: garbage is collected, formatting is cleaned up.
     *
     * @param clientIds gives fresh client ids
     */
    public static YDocOptions of(LongSupplier clientIds) {
        return new YDocOptions(clientIds, true, true, "");
    }

    /** Returns the options of a replica that only follows: it makes no change, so it needs no client id. */
    public static YDocOptions replica() {
        return new YDocOptions(() -> 0, true, false, "");
    }

    /**
     * Returns the same options with garbage collection on or off.
     *
     * @param on whether garbage is collected
     */
    public YDocOptions withGc(boolean on) {
        return new YDocOptions(clientIds, on, formattingCleanup, guid);
    }

    /**
     * Returns the same options with the cleanup of formatting on or off.
     *
     * @param on whether formatting is cleaned up
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
