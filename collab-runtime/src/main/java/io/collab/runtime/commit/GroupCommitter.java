package io.collab.runtime.commit;

import io.collab.spi.ordering.Sequencer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Commits the changes of many documents together. A document belongs to one lane, chosen by its hash. A lane is one thread that
 * commits all appends that have arrived during the commit before: the busier the node, the larger its commits, without any
 * added delay. Appends that fail leave their lane and are retried by one more thread. Thread-safe.
 */
public final class GroupCommitter implements AutoCloseable {
    private final List<CommitLane> lanes = new ArrayList<>();
    private final RetryLane retries;

    /**
     * Starts the lanes.
     *
     * @param sequencer blocks until what it is given is durable
     * @param laneCount the number of threads; each, and one more for retries, needs a connection to the store
     * @param threads creates the threads
     */
    public GroupCommitter(Sequencer sequencer, int laneCount, CommitLimits limits, ThreadFactory threads) {
        BatchCommit commit = new BatchCommit(sequencer, limits);
        retries = new RetryLane(commit);
        retries.start(threads);
        for (int i = 0; i < laneCount; i++) {
            CommitLane lane = new CommitLane(commit, retries);
            lanes.add(lane);
            lane.start(threads);
        }
    }

    /**
     * Returns whether changes can be committed: all lanes run, the store does not seem to be down, and no commit takes longer than
     * a time.
     */
    public boolean isHealthy(Duration maxCommitTime) {
        return retries.isAlive()
                && !retries.storeIsDown()
                && lanes.stream().allMatch(lane -> lane.isAlive() && lane.commitNanos() < maxCommitTime.toNanos());
    }

    /** Hands an append to the lane of its document. Does not block. */
    public void submit(PendingAppend append) {
        int hash = append.append().document().hashCode();
        lanes.get(Math.floorMod(hash ^ hash >>> 16, lanes.size())).submit(append);
    }

    /**
     * Stops the lanes once they have committed what waits, or at the deadline. An append that fails now is abandoned.
     *
     * @param millis the maximum time to wait for all lanes together, in milliseconds
     */
    public void drain(long millis) throws InterruptedException {
        lanes.forEach(CommitLane::stop);
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (CommitLane lane : lanes) {
            lane.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        retries.stop(); // after the lanes, which may still add to it
        retries.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }

    /** Stops the lanes without waiting for them. */
    @Override
    public void close() {
        lanes.forEach(CommitLane::stop);
        retries.stop();
    }
}
