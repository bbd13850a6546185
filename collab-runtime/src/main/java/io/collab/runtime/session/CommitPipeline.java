package io.collab.runtime.session;

import io.collab.api.CollabException;
import io.collab.api.Commit;
import io.collab.api.LimitExceededException;
import io.collab.api.Receipt;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.runtime.commit.CommitLimits;
import io.collab.runtime.commit.PendingAppend;
import io.collab.spi.merge.Dependency;
import io.collab.spi.merge.MergeOrder;
import io.collab.spi.merge.Prepared;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Guard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The path of a document's changes into its log. One append is in flight; changes that arrive meanwhile wait, undecoded. An
 * append is finished when the replica has integrated its last receipt; only then are its changes answered, duplicates included,
 * and the next batch is prepared. So memory is never ahead of the log, and no change is acknowledged that can still be lost.
 *
 * <p>Belongs to its session's mailbox, except for {@link #flightNanos()}.
 */
final class CommitPipeline {
    private final SessionResources resources;
    private final DocumentState state;
    private final Executor mailbox;
    private final Consumer<CollabException> onFailure;
    private final Runnable onFinished;
    private final Deque<PendingEdit> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private @Nullable Flight flight;
    private boolean aborted;
    private volatile long flightSinceNanos;

    /** The batch that is being committed. */
    private static final class Flight {
        final List<PendingEdit> edits;
        final @Nullable PendingAppend append;
        /** Those of the edits that are in the append, in its order; the others have no new content. */
        final List<PendingEdit> appended;

        List<Receipt> receipts = List.of();
        /** The replica must have integrated this commit before the append is finished, or before the batch is prepared again. */
        long lastSeq = Long.MAX_VALUE;

        boolean conflict;

        Flight(List<PendingEdit> edits, List<PendingEdit> appended, @Nullable PendingAppend append) {
            this.edits = edits;
            this.appended = appended;
            this.append = append;
        }
    }

    /**
     * @param state read here, changed by the session only
     * @param mailbox the session's mailbox
     * @param onFailure called if the document cannot be edited any more; it must call {@link #abort()}
     * @param onFinished called when an append is finished, before its changes are answered
     */
    CommitPipeline(
            SessionResources resources,
            DocumentState state,
            Executor mailbox,
            Consumer<CollabException> onFailure,
            Runnable onFinished) {
        this.resources = resources;
        this.state = state;
        this.mailbox = mailbox;
        this.onFailure = onFailure;
        this.onFinished = onFinished;
    }

    /** Accepts a change, which is answered when it is durable. */
    void add(PendingEdit edit) {
        int maxBytes = resources.limits().waitingBytes();
        boolean full = waitingBytes > maxBytes; // one change is accepted whatever its size
        waiting.add(edit);
        waitingBytes += edit.bytes().bytes();
        if (full) {
            onFailure.accept(
                    new StorageException("storage-lagging", "more than " + maxBytes + " bytes wait for the log"));
        } else {
            prepareNext();
        }
    }

    /** Continues after the replica has integrated further commits. */
    void integrated() {
        finishIfIntegrated();
    }

    /** Returns whether no change waits and none is in flight. */
    boolean idle() {
        return flight == null && waiting.isEmpty();
    }

    /**
     * Returns for how long the current batch waits for the store, in nanoseconds: for its append, or for the history that it needs;
     * 0 if there is none. Any thread.
     */
    long flightNanos() {
        long since = flightSinceNanos;
        return since == 0 ? 0 : resources.nanoTime().getAsLong() - since;
    }

    /** Discards all changes that wait or are in flight, without an answer. */
    void abort() {
        aborted = true;
        Flight current = flight;
        if (current != null) {
            if (current.append != null) {
                current.append.abandon();
            }
            current.edits.forEach(CommitPipeline::discard);
        }
        waiting.forEach(CommitPipeline::discard);
        waiting.clear();
        waitingBytes = 0;
        flight = null;
        flightSinceNanos = 0;
    }

    private CommitLimits limits() {
        return resources.policy().commit();
    }

    private void prepareNext() {
        if (flight == null && !waiting.isEmpty()) {
            List<PendingEdit> batch = nextBatch();
            flight = new Flight(
                    batch, List.of(), null); // whatever is thrown from now on, an abort closes its reservations
            prepare(batch, List.of());
        }
    }

    private List<PendingEdit> nextBatch() {
        List<PendingEdit> batch = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty() && batch.size() < limits().maxRows() && bytes < limits().maxBytes()) {
            PendingEdit edit = waiting.remove();
            bytes += edit.bytes().bytes();
            waitingBytes -= edit.bytes().bytes();
            if (WriteAccess.allows(edit.from())) {
                batch.add(edit);
            } else {
                edit.bytes().close();
                if (edit.acknowledged()) {
                    edit.from().notSaved();
                }
            }
        }
        return batch;
    }

    private void prepare(List<PendingEdit> all, List<Commit> history) {
        List<PendingEdit> batch = List.of();
        List<Submission> submissions = List.of();
        List<Prepared> results = List.of();
        List<PendingEdit> fitting = all;
        while (fitting.size() != batch.size()) { // what was refused must not count as known for the others
            batch = fitting;
            submissions = submissions(batch);
            results = submissions.isEmpty() ? List.of() : state.replica().prepare(submissions, history);
            OptionalLong historyFrom = results.stream()
                    .filter(Prepared.NeedsHistory.class::isInstance)
                    .mapToLong(result -> ((Prepared.NeedsHistory) result).fromSeq())
                    .min();
            if (historyFrom.isPresent()) {
                flight = new Flight(batch, List.of(), null);
                flightSinceNanos = Math.max(1, resources.nanoTime().getAsLong());
                readHistory(batch, results, historyFrom.getAsLong());
                return;
            }
            fitting = refuseTooLarge(batch, results);
        }
        List<PendingEdit> answered = new ArrayList<>(batch.size());
        List<PendingEdit> appended = new ArrayList<>(batch.size());
        List<Submission> accepted = new ArrayList<>(batch.size());
        for (int i = 0; i < results.size(); i++) {
            PendingEdit edit = batch.get(i);
            Prepared prepared = results.get(i);
            if (prepared instanceof Prepared.Rejected rejected) {
                refuse(edit, rejected.reason());
            } else {
                answered.add(edit);
            }
            if (prepared instanceof Prepared.Accepted canonical) {
                Submission original = submissions.get(i);
                appended.add(edit);
                accepted.add(new Submission(original.operation(), original.author(), canonical.update()));
            }
        }
        submit(answered, appended, accepted);
    }

    private static List<Submission> submissions(List<PendingEdit> batch) {
        List<Submission> submissions = new ArrayList<>(batch.size());
        for (PendingEdit edit : batch) {
            submissions.add(
                    new Submission(edit.from().nextOperation(), edit.from().author(), edit.update()));
        }
        return submissions;
    }

    /** Refuses the changes that would make the document too large, and later ones of the same participants; returns the others. */
    private List<PendingEdit> refuseTooLarge(List<PendingEdit> batch, List<Prepared> results) {
        List<PendingEdit> fitting = new ArrayList<>(batch.size());
        Set<EditSource> refused = new HashSet<>();
        long left = resources.limits().documentBytes();
        for (int i = 0; i < batch.size(); i++) {
            PendingEdit edit = batch.get(i);
            int bytes = results.get(i) instanceof Prepared.Accepted canonical
                    ? canonical.update().size()
                    : 0;
            if (refused.contains(edit.from()) || bytes > 0 && !state.isWithin(left - bytes)) {
                refused.add(edit.from());
                refuse(edit, documentFull());
            } else {
                left -= bytes;
                fitting.add(edit);
            }
        }
        return fitting;
    }

    private static void refuse(PendingEdit edit, CollabException reason) {
        edit.bytes().close();
        edit.from().end(reason);
    }

    private LimitExceededException documentFull() {
        return new LimitExceededException(
                "document-too-large",
                "a document has at most " + resources.limits().documentBytes() + " bytes");
    }

    /** Reads the commits from {@code fromSeq} up to the last one in the replica, and continues on the mailbox. */
    private void readHistory(List<PendingEdit> batch, List<Prepared> results, long fromSeq) {
        long toSeq = state.seq();
        try {
            resources.reads().execute(() -> {
                try {
                    List<Commit> commits = HistoryReader.read(resources.store(), state.loadedHead(), fromSeq, toSeq);
                    post(() -> {
                        if (commits.isEmpty()) {
                            historyGone(batch, results, fromSeq);
                        } else if (toSeq
                                < state.seq()) { // an engine must see every commit up to its replica's last one
                            readHistory(batch, results, fromSeq);
                        } else {
                            prepare(batch, commits);
                        }
                    });
                } catch (Throwable unavailable) { // the batch would wait for ever
                    post(() -> onFailure.accept(JoinFailure.of(unavailable)));
                }
            });
        } catch (RejectedExecutionException busy) {
            onFailure.accept(StorageException.tryAgainLater("busy", "too many documents are being read", busy));
        }
    }

    /** Ends the participants whose changes need the missing commits; the other changes of the batch are prepared again. */
    private void historyGone(List<PendingEdit> batch, List<Prepared> results, long fromSeq) {
        List<PendingEdit> others = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            PendingEdit edit = batch.get(i);
            if (results.get(i) instanceof Prepared.NeedsHistory late && late.fromSeq() == fromSeq) {
                refuse(
                        edit,
                        new LimitExceededException(
                                "history-gone", "the change was made for a version that the log no longer has"));
            } else {
                others.add(edit);
            }
        }
        prepare(others, List.of());
    }

    private void submit(List<PendingEdit> answered, List<PendingEdit> appended, List<Submission> accepted) {
        if (accepted.isEmpty()) {
            flight = new Flight(answered, appended, null);
            flight.lastSeq = state.seq();
            finishIfIntegrated();
            return;
        }
        Guard guard = resources.engine().order() == MergeOrder.CAUSAL ? new Guard.Any() : new Guard.After(state.seq());
        Append append = new Append(state.document(), state.generation(), guard, accepted);
        PendingAppend pending = new PendingAppend(append, result -> post(() -> completed(append, result)));
        flight = new Flight(answered, appended, pending);
        flightSinceNanos = Math.max(1, resources.nanoTime().getAsLong());
        resources.committer().submit(pending);
    }

    private void completed(Append append, AppendResult result) {
        Flight current = flight;
        if (current == null || current.append == null || current.append.append() != append) {
            return; // aborted meanwhile
        }
        if (result instanceof AppendResult.Committed committed) {
            current.receipts = committed.receipts();
            current.lastSeq =
                    committed.receipts().stream().mapToLong(Receipt::seq).max().orElse(0);
            finishIfIntegrated();
        } else if (result instanceof AppendResult.Conflict conflict) {
            current.conflict = true;
            current.lastSeq = conflict.head().seq();
            finishIfIntegrated();
        } else {
            onFailure.accept(new SequenceConflictException(
                    "document-replaced", state.document() + " has another generation now"));
        }
    }

    private void finishIfIntegrated() {
        Flight current = flight;
        if (current == null || state.seq() < current.lastSeq) {
            return;
        }
        flightSinceNanos = 0;
        if (current.conflict) {
            prepare(current.edits, List.of());
            return;
        }
        onFinished.run();
        Set<Dependency> missing = state.replica().missing();
        int next = 0;
        for (PendingEdit edit : current.edits) {
            boolean isNew = next < current.appended.size() && current.appended.get(next) == edit;
            Receipt receipt = isNew ? current.receipts.get(next++) : null;
            edit.bytes().close();
            if (edit.acknowledged()) {
                edit.from().saved(receipt);
            }
            if (!missing.isEmpty()) {
                edit.from().lacks(missing, state.replica());
            }
        }
        flight = null;
        prepareNext();
    }

    private static void discard(PendingEdit edit) {
        edit.bytes().close();
        edit.from().discarded();
    }

    /** Runs a message on the session's mailbox unless the pipeline was aborted. */
    private void post(Runnable message) {
        mailbox.execute(() -> {
            if (!aborted) {
                message.run();
            }
        });
    }
}
