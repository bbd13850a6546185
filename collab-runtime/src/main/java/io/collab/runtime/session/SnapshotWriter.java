package io.collab.runtime.session;

import io.collab.api.CollabException;
import io.collab.spi.merge.Replica;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Snapshot;
import java.util.concurrent.RejectedExecutionException;

/** Writes the snapshot of a document that is being unloaded, so that the next load reads one row instead of a log. */
final class SnapshotWriter {
    private static final System.Logger LOG = System.getLogger(SnapshotWriter.class.getName());

    /** Commits that stay behind a snapshot, for followers that lag. */
    private static final long KEPT_COMMITS = 1_000;

    private SnapshotWriter() {}

    /**
     * Hands the work to the read pool.
     *
     * @param replica belongs to the writer from now on
     */
    static void write(SessionResources resources, Head head, Replica replica, long seq) {
        if (seq == 0 || seq == head.snapshotSeq()) {
            return;
        }
        try {
            resources.reads().execute(() -> compact(resources, head, replica, seq));
        } catch (RejectedExecutionException busy) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: no snapshot, the node is busy", head.document());
        }
    }

    private static void compact(SessionResources resources, Head head, Replica replica, long seq) {
        try {
            byte[] state = replica.snapshot();
            Replica again = resources.engine().open(state);
            if (!again.version().equals(replica.version())) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "{0}: a snapshot does not read back; the log stays",
                        head.document());
                return;
            }
            resources
                    .store()
                    .compact(
                            head.document(),
                            head.generation(),
                            head.snapshotSeq(),
                            new Snapshot(seq, state),
                            Math.max(0, seq - KEPT_COMMITS));
        } catch (CollabException failed) {
            LOG.log(System.Logger.Level.WARNING, "{0}: no snapshot: {1}", head.document(), failed.code());
        }
    }
}
