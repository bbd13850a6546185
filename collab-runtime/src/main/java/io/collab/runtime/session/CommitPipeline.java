package io.collab.runtime.session;

import io.collab.api.CollabException;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.LimitExceededException;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.spi.merge.Dependency;
import io.collab.spi.merge.MergeOrder;
import io.collab.spi.merge.Prepared;
import io.collab.spi.merge.Replica;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Receipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A document's way into its log. One append is in flight; what arrives meanwhile waits, undecoded. An append is over when
 * the replica has passed its last receipt; only then the answers go out, those for duplicates too, and the next batch is
 * prepared. So memory is never ahead of the log, and nobody is told "saved" of what is not.
 *
 * <p>Belongs to its session's mailbox.
 */
final class CommitPipeline {
    /** What the pipeline needs of its session. */
    interface Host {
        /** Sends an append to the log; the answer comes back through {@link #answered}, on the mailbox. */
        void submit(GroupCommitter.Ticket ticket);

        /** Runs a message on the session's mailbox. */
        void post(Runnable message);

        /** Reads the commits from {@code fromSeq} up to what the replica has; told on the mailbox. */
        void history(long fromSeq, Consumer<List<Commit>> told);

        /** An append is over: what it held has been answered. */
        void settled();

        /** The document cannot go on. */
        void fail(CollabException reason);
    }

    private final DocumentId document;
    private final Generation generation;
    private final MergeOrder order;
    private final SessionLimits limits;
    private final LongSupplier nanoTime;
    private final Host host;
    private final Deque<Write> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private Replica replica;
    private long seq;
    private @Nullable Flight flight;
    private volatile long busySinceNanos;

    /** The append in flight, with the writes it answers. */
    private static final class Flight {
        final List<Write> writes;
        final GroupCommitter.@Nullable Ticket ticket;
        /** The commit that the replica must have passed before this is over, or before it is prepared again. */
        long lastSeq = Long.MAX_VALUE;

        boolean conflict;

        Flight(List<Write> writes, GroupCommitter.@Nullable Ticket ticket) {
            this.writes = writes;
            this.ticket = ticket;
        }
    }

    CommitPipeline(
            DocumentId document,
            Generation generation,
            MergeOrder order,
            SessionLimits limits,
            LongSupplier nanoTime,
            Host host,
            Replica replica,
            long seq) {
        this.document = document;
        this.generation = generation;
        this.order = order;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.host = host;
        this.replica = replica;
        this.seq = seq;
    }

    /** Takes a change; it is answered when it is durable. */
    void add(Write write) {
        waiting.add(write);
        waitingBytes += write.bytes();
        if (waitingBytes > limits.waitingBytes() + limits.batchBytes()) {
            host.fail(new StorageException(
                    "storage-behind", "more than " + limits.waitingBytes() + " bytes wait for the log"));
        } else {
            next();
        }
    }

    /** The replica has passed a commit. */
    void passed(Replica now, long lastSeq) {
        replica = now;
        seq = lastSeq;
        finishIfOver();
    }

    boolean idle() {
        return flight == null && waiting.isEmpty();
    }

    /** For how long the append in flight has been, in nanoseconds; 0 when there is none. Any thread. */
    long busyNanos() {
        long since = busySinceNanos;
        return since == 0 ? 0 : nanoTime.getAsLong() - since;
    }

    /** Gives up what waits and what is in flight: nobody is answered. */
    void abandon() {
        if (flight != null && flight.ticket != null) {
            flight.ticket.abandon();
        }
        if (flight != null) {
            flight.writes.forEach(write -> write.from().release(write.bytes()));
        }
        waiting.forEach(write -> write.from().release(write.bytes()));
        waiting.clear();
        waitingBytes = 0;
        flight = null;
        busySinceNanos = 0;
    }

    private void next() {
        if (flight == null && !waiting.isEmpty()) {
            prepare(takeBatch(), List.of());
        }
    }

    private List<Write> takeBatch() {
        List<Write> batch = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty() && batch.size() < limits.batchRows() && bytes < limits.batchBytes()) {
            Write write = waiting.remove();
            bytes += write.bytes();
            waitingBytes -= write.bytes();
            if (write.from().mayWrite()) {
                batch.add(write);
            } else {
                answer(write, false);
            }
        }
        return batch;
    }

    private void prepare(List<Write> batch, List<Commit> history) {
        List<Submission> wanted = new ArrayList<>(batch.size());
        for (Write write : batch) {
            wanted.add(new Submission(write.from().nextOperation(), write.from().author(), write.update()));
        }
        List<Prepared> judged = wanted.isEmpty() ? List.of() : replica.prepare(wanted, history);
        List<Write> answers = new ArrayList<>(batch.size());
        List<Submission> accepted = new ArrayList<>(batch.size());
        for (int i = 0; i < judged.size(); i++) {
            Write write = batch.get(i);
            Prepared prepared = judged.get(i);
            if (prepared instanceof Prepared.NeedsHistory needed) {
                flight = new Flight(batch, null);
                host.history(needed.fromSeq(), commits -> prepareAgain(batch, commits));
                return;
            }
            if (prepared instanceof Prepared.Rejected rejected) {
                write.from().release(write.bytes());
                write.from().dismiss(rejected.reason());
            } else {
                answers.add(write);
            }
            if (prepared instanceof Prepared.Accepted taken) {
                Submission original = wanted.get(i);
                accepted.add(new Submission(original.operation(), original.author(), taken.update()));
            }
        }
        launch(answers, accepted);
    }

    private void prepareAgain(List<Write> batch, List<Commit> history) {
        if (history.isEmpty()) {
            batch.forEach(write -> {
                write.from().release(write.bytes());
                write.from()
                        .dismiss(new LimitExceededException(
                                "history-gone", "the change was made for a revision that is no longer kept"));
            });
            flight = null;
            next();
        } else {
            prepare(batch, history);
        }
    }

    private void launch(List<Write> answers, List<Submission> accepted) {
        if (accepted.isEmpty()) {
            flight = new Flight(answers, null);
            flight.lastSeq = seq;
            finishIfOver();
            return;
        }
        Guard guard = order == MergeOrder.CAUSAL ? new Guard.Any() : new Guard.After(seq);
        Append append = new Append(document, generation, guard, accepted);
        GroupCommitter.Ticket ticket =
                new GroupCommitter.Ticket(append, appended -> host.post(() -> answered(append, appended)));
        flight = new Flight(answers, ticket);
        busySinceNanos = Math.max(1, nanoTime.getAsLong());
        host.submit(ticket);
    }

    private void answered(Append append, AppendResult appended) {
        Flight current = flight;
        if (current == null || current.ticket == null || current.ticket.append() != append) {
            return; // given up meanwhile
        }
        if (appended instanceof AppendResult.Committed committed) {
            current.lastSeq =
                    committed.receipts().stream().mapToLong(Receipt::seq).max().orElse(0);
            finishIfOver();
        } else if (appended instanceof AppendResult.Conflict conflict) {
            current.conflict = true;
            current.lastSeq = conflict.head().seq();
            finishIfOver();
        } else {
            host.fail(new SequenceConflictException("document-replaced", document + " has another generation now"));
        }
    }

    private void finishIfOver() {
        Flight current = flight;
        if (current == null || seq < current.lastSeq) {
            return;
        }
        flight = null;
        busySinceNanos = 0;
        if (current.conflict) {
            prepare(current.writes, List.of());
            return;
        }
        host.settled();
        Set<Dependency> missing = replica.missing();
        for (Write write : current.writes) {
            answer(write, true);
            if (!missing.isEmpty() && write.from().askFor(missing)) {
                write.from().send(new ServerMessage.SyncStep1(replica.version()));
            }
        }
        next();
    }

    private void answer(Write write, boolean durable) {
        write.from().release(write.bytes());
        if (write.counted()) {
            write.from().send(new ServerMessage.Saved(durable));
        }
    }
}
