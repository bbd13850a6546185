package io.collab.runtime.session;

import io.collab.runtime.protocol.PresenceTable;

/**
 * The limits of a document that is being edited. {@link #DEFAULTS} is the only place with their default values.
 *
 * @param waitingBytes the maximum number of bytes that wait for the log; beyond that the session ends with a retryable code
 * @param documentBytes the maximum size of a document, as a snapshot: a change that would make it larger is refused. A document
 *     that exceeds it by more than a quarter is not loaded
 * @param presence the limits of the presence table
 */
public record DocumentLimits(int waitingBytes, int documentBytes, PresenceTable.Limits presence) {
    private static final int MIB = 1 << 20;

    /** A byte of a snapshot needs about one byte of the heap in a long text, and dozens in a document of single characters. */
    private static final int HEAP_FRACTION = 32;

    private static final int MAX_DOCUMENT_BYTES = 1 << 30;

    /** The limits of a node without configuration. */
    public static final DocumentLimits DEFAULTS =
            new DocumentLimits(32 * MIB, partOfTheHeap(), new PresenceTable.Limits(4_096, 32, 65_536, 4 * MIB));

    /** Returns these limits with another maximum number of waiting bytes. */
    public DocumentLimits withWaitingBytes(int other) {
        return new DocumentLimits(other, documentBytes, presence);
    }

    /** Returns these limits with another maximum size of a document, in bytes. */
    public DocumentLimits withDocumentBytes(int other) {
        return new DocumentLimits(waitingBytes, other, presence);
    }

    /** Returns the size above which a document is not loaded. Larger, because nodes that reach the bound together exceed it. */
    long loadBytes() {
        return documentBytes + documentBytes / 4L;
    }

    private static int partOfTheHeap() {
        long part = Runtime.getRuntime().maxMemory() / HEAP_FRACTION;
        return (int) Math.max(MIB, Math.min(MAX_DOCUMENT_BYTES, part));
    }
}
