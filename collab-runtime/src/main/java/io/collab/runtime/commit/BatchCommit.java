package io.collab.runtime.commit;

import io.collab.api.DocumentId;
import io.collab.api.StorageException;
import io.collab.runtime.log.RepeatedLog;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** Commits pending appends together and completes them. Thread-safe; blocks on the store. */
final class BatchCommit {
    private static final System.Logger LOG = System.getLogger(BatchCommit.class.getName());
    private static final RepeatedLog UNKNOWN_OUTCOMES = new RepeatedLog(BatchCommit.class, System.Logger.Level.WARNING);
    private static final RepeatedLog STORE_BUGS = new RepeatedLog(BatchCommit.class, System.Logger.Level.ERROR);

    private final Sequencer sequencer;
    private final CommitLimits limits;

    BatchCommit(Sequencer sequencer, CommitLimits limits) {
        this.sequencer = sequencer;
        this.limits = limits;
    }

    /**
     * Removes the next appends from a queue, up to the limits but at least one. Abandoned appends are dropped. A second append of
     * a document stays in the queue, because a store refuses a commit with both.
     */
    List<PendingAppend> nextBatch(Queue<PendingAppend> queue) {
        List<PendingAppend> batch = new ArrayList<>();
        Set<DocumentId> documents = new HashSet<>();
        int rows = 0;
        int bytes = 0;
        PendingAppend next = queue.peek();
        while (next != null && rows < limits.maxRows() && bytes < limits.maxBytes()) {
            if (!next.abandoned()) {
                if (!documents.add(next.append().document())) {
                    break;
                }
                batch.add(next);
                rows += next.rows();
                bytes += next.bytes();
            }
            queue.remove();
            next = queue.peek();
        }
        return batch;
    }

    /**
     * Commits appends and completes them. Survives every failure of the store and of a submitter.
     *
     * @return false if the outcome is unknown; then no append was completed
     */
    boolean commit(List<PendingAppend> pending) {
        List<AppendResult> results;
        try {
            List<Append> appends = pending.stream().map(PendingAppend::append).toList();
            results = sequencer.commit(appends);
            if (results.size() != appends.size()) {
                throw new IllegalStateException(results.size() + " results for " + appends.size() + " appends");
            }
        } catch (StorageException unknownOutcome) {
            UNKNOWN_OUTCOMES.log(() -> unknownOutcome.code() + ": " + pending.size()
                    + " documents wait for the log, the first is "
                    + pending.get(0).append().document() + ": " + unknownOutcome.getMessage());
            return false;
        } catch (Throwable bug) {
            STORE_BUGS.log(() -> "the store has broken its contract", bug);
            return false;
        }
        for (int i = 0; i < results.size(); i++) {
            complete(pending.get(i), results.get(i));
        }
        return true;
    }

    private static void complete(PendingAppend append, AppendResult result) {
        try {
            append.complete(result);
        } catch (Throwable bug) { // the change is durable: one submitter must not affect the others
            LOG.log(System.Logger.Level.ERROR, append.append().document() + ": a result was not processed", bug);
        }
    }
}
