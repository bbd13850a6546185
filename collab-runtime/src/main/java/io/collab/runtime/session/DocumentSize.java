package io.collab.runtime.session;

import io.collab.spi.merge.Replica;

/**
 * The size of a document: that of its snapshot, in bytes. The bytes of its updates are counted, and it is measured only
 * if they exceed a bound: content merges, so a document is hardly larger than its log and mostly smaller, and measuring it encodes
 * all of it. Not thread-safe.
 */
final class DocumentSize {
    private long bytes;
    private boolean exact;

    /** Adds an update that the replica has integrated, or the snapshot from which it was opened. */
    void add(long more) {
        bytes += more;
        exact = false;
    }

    /** Returns whether the document in a replica has at most so many bytes. */
    boolean isWithin(long maxBytes, Replica replica) {
        if (bytes > maxBytes && !exact) {
            bytes = replica.snapshot().length;
            exact = true;
        }
        return bytes <= maxBytes;
    }
}
