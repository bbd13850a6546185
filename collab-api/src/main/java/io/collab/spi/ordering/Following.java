package io.collab.spi.ordering;

import java.util.concurrent.CompletionStage;

/** A document being followed. Thread-safe. */
public interface Following extends AutoCloseable {
    /**
     * Waits for the follower to have taken everything that was durable when this was called, whoever wrote it. Does not
     * block.
     *
     * @return completes then; fails with {@link io.collab.api.StorageException} when that cannot be said within the
     *     sequencer's deadline, and with {@link io.collab.api.SequenceConflictException} when the following has ended
     */
    CompletionStage<Void> barrier();

    /** Ends the following: no call to the follower begins after this returns. Closing twice does nothing. */
    @Override
    void close();
}
