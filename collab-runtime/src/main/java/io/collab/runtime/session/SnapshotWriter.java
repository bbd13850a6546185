package io.collab.runtime.session;

import io.collab.api.CollabException;
import io.collab.runtime.log.RepeatedLog;
import io.collab.spi.merge.Replica;
import io.collab.spi.storage.Snapshot;
import java.util.concurrent.RejectedExecutionException;

/** Writes the snapshot of a document that is unloaded, so that the next load reads one row instead of a log. Thread-safe. */
final class SnapshotWriter {
    private static final System.Logger LOG = System.getLogger(SnapshotWriter.class.getName());
    private static final RepeatedLog FAILURES = new RepeatedLog(SnapshotWriter.class, System.Logger.Level.WARNING);

    /** The number of commits that are kept before a snapshot, for followers that lag. */
    private static final long KEPT_COMMITS = 1_000;

    private SnapshotWriter() {}

    /**
     * Hands the work to the read pool.
     *
     * @param state owned by the writer from now on
     */
    static void write(SessionResources resources, DocumentState state) {
        if (state.seq() == 0 || state.seq() == state.loadedHead().snapshotSeq()) {
            return;
        }
        try {
            resources.reads().execute(() -> compact(resources, state));
        } catch (RejectedExecutionException busy) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: no snapshot, the node is busy", state.document());
        }
    }

    private static void compact(SessionResources resources, DocumentState state) {
        try {
            byte[] bytes = state.replica().snapshot();
            Replica copy = resources.engine().open(bytes);
            if (!copy.version().equals(state.replica().version())) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "{0}: the snapshot differs from the document; the log is kept",
                        state.document());
                return;
            }
            resources
                    .store()
                    .compact(
                            state.document(),
                            state.generation(),
                            state.loadedHead().snapshotSeq(),
                            new Snapshot(state.seq(), bytes),
                            Math.max(0, state.seq() - KEPT_COMMITS));
        } catch (CollabException failed) {
            FAILURES.log(() -> state.document() + ": no snapshot: " + failed.code());
        } catch (Throwable bug) {
            LOG.log(System.Logger.Level.ERROR, state.document() + ": no snapshot", bug);
        }
    }
}
