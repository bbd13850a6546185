package io.collab.runtime.session;

import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Commits the changes of many documents together. A document belongs to one lane, by its hash; a lane is one thread that
 * takes whatever has come while the commit before was under way: the busier the node, the larger its commits, without any
 * window to wait for. Thread-safe.
 */
public final class GroupCommitter implements AutoCloseable {
    private final List<CommitLane> lanes = new ArrayList<>();

    /**
     * @param sequencer blocks until what it is given is durable
     * @param laneCount the number of threads, and of connections to the store that they need
     * @param maxRows the most changes in one commit
     * @param maxBytes about the most bytes in one commit
     */
    public GroupCommitter(Sequencer sequencer, int laneCount, int maxRows, int maxBytes, ThreadFactory threads) {
        for (int i = 0; i < laneCount; i++) {
            CommitLane lane = new CommitLane(sequencer, maxRows, maxBytes);
            lanes.add(lane);
            lane.start(threads);
        }
    }

    /**
     * An append on its way. Asked again, with the same operation ids, until there is an answer or nobody wants it any more.
     */
    static final class Ticket {
        private final Append append;
        private final Consumer<AppendResult> answered;
        private final int bytes;
        private volatile boolean abandoned;

        /**
         * @param append what to commit
         * @param answered told once, on the lane's thread: does not block
         */
        Ticket(Append append, Consumer<AppendResult> answered) {
            this.append = append;
            this.answered = answered;
            this.bytes = append.submissions().stream()
                    .mapToInt(submission -> submission.update().size())
                    .sum();
        }

        Append append() {
            return append;
        }

        int rows() {
            return append.submissions().size();
        }

        int bytes() {
            return bytes;
        }

        /** Nobody waits for the answer any more: it is not asked for again. */
        void abandon() {
            abandoned = true;
        }

        boolean abandoned() {
            return abandoned;
        }

        void answer(AppendResult appended) {
            answered.accept(appended);
        }
    }

    /** Hands an append to its document's lane. Does not block. */
    void submit(Ticket ticket) {
        int hash = ticket.append().document().hashCode();
        lanes.get(Math.floorMod(hash ^ hash >>> 16, lanes.size())).submit(ticket);
    }

    /**
     * Stops the lanes once they have committed what they have, or at the deadline; an append that fails now is given up.
     *
     * @param millis how long to wait, all lanes together
     */
    public void drain(long millis) throws InterruptedException {
        lanes.forEach(CommitLane::stop);
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (CommitLane lane : lanes) {
            lane.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
    }

    /** Stops the lanes without waiting for them. */
    @Override
    public void close() {
        lanes.forEach(CommitLane::stop);
    }
}
