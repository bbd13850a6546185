package io.collab.jpa;

import io.collab.spi.storage.DocumentStore;

/**
 * Removes commits and snapshots that no reader needs. It works in slices, each of which is a short transaction without a
 * lock on the document, so appends continue meanwhile. A removal that was interrupted is continued by the next one.
 * Thread-safe; blocks.
 */
final class LogCleaner {
    private static final long HORIZON_SECONDS = DocumentStore.RETRY_HORIZON.toSeconds();

    private final Database database;

    LogCleaner(Database database) {
        this.database = database;
    }

    /**
     * Removes what a new snapshot replaces: older snapshots and the commits up to {@code upToSeq}, but no commit younger
     * than the retry horizon and none after such a commit.
     *
     * @param upToSeq a sequence number that the snapshot contains. A document that is re-created meanwhile continues
     *     the numbers, so none of its commits is removed
     */
    void removeReplaced(long document, long upToSeq) {
        removeSnapshots("compact", document);
        long last = database.query(
                "compact", connection -> CommitTable.lastOld(connection, document, upToSeq, HORIZON_SECONDS));
        removeCommits("compact", document, last);
    }

    /**
     * Removes the log and the snapshots of a deleted document.
     *
     * @param lastSeq the last sequence number of the deleted document
     */
    void removeDeleted(String operation, long document, long lastSeq) {
        removeSnapshots(operation, document);
        removeCommits(operation, document, lastSeq);
    }

    private void removeSnapshots(String operation, long document) {
        database.update(operation, connection -> SnapshotTable.dropReplaced(connection, document));
    }

    private void removeCommits(String operation, long document, long upToSeq) {
        boolean hasMore = true;
        while (hasMore) {
            hasMore = database.update(operation, connection -> CommitTable.dropSlice(connection, document, upToSeq));
        }
    }
}
