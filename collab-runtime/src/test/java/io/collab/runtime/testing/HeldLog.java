package io.collab.runtime.testing;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A sequencer whose commits wait until the test releases them, one by one. */
public final class HeldLog implements Sequencer {
    private final Sequencer inner;
    private final BlockingQueue<List<Append>> waiting = new LinkedBlockingQueue<>();
    private final Semaphore released = new Semaphore(0);

    public HeldLog(Sequencer inner) {
        this.inner = inner;
    }

    /** Waits for the next commit and returns its appends; it is not carried out before it is released. */
    public List<Append> awaitCommit() {
        try {
            List<Append> next = waiting.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing was committed");
            }
            return next;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Returns whether a commit waits. */
    public boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Carries out one commit. */
    public void release() {
        released.release();
    }

    /** Carries out all commits from now on. */
    public void releaseAll() {
        released.release(1_000_000);
    }

    @Override
    public List<AppendResult> commit(List<Append> appends) {
        waiting.add(appends);
        released.acquireUninterruptibly();
        return inner.commit(appends);
    }

    @Override
    public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
        return inner.follow(document, generation, afterSeq, follower);
    }

    @Override
    public void close() {
        releaseAll();
        inner.close();
    }
}
