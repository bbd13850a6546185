package io.collab.spi.ordering;

import java.util.concurrent.CompletionStage;

/** The connection of one follower to the log of one document. Thread-safe. No method blocks on a store or a bus. */
public interface Following extends AutoCloseable {
    /**
     * Returns a stage that completes when the follower has processed every commit that was durable before this call,
     * from any node. Does not block.
     *
     * @return a stage that fails with {@link io.collab.api.StorageException} if the barrier cannot be resolved before
     *     the deadline of the sequencer, and with {@link io.collab.api.SequenceConflictException} if the following has
     *     ended
     */
    CompletionStage<Void> barrier();

    /**
     * Ends the following: no call to the follower begins after this method has returned. Waits for a call that is
     * running on another thread. Calling it again does nothing.
     */
    @Override
    void close();
}
