package io.collab.runtime.commit;

import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import java.util.function.Consumer;

/**
 * An append that waits for its result. It is retried with the same operation ids until there is a result or the submitter
 * abandons it. Thread-safe.
 */
public final class PendingAppend {
    private final Append append;
    private final Consumer<AppendResult> onResult;
    private final int bytes;
    private volatile boolean abandoned;

    /** @param onResult called once, on the lane's thread; must not block */
    public PendingAppend(Append append, Consumer<AppendResult> onResult) {
        this.append = append;
        this.onResult = onResult;
        this.bytes = append.submissions().stream()
                .mapToInt(submission -> submission.update().size())
                .sum();
    }

    /** Returns the append. */
    public Append append() {
        return append;
    }

    /** Stops retries: the submitter no longer waits for the result. The outcome stays unknown. */
    public void abandon() {
        abandoned = true;
    }

    boolean abandoned() {
        return abandoned;
    }

    int rows() {
        return append.submissions().size();
    }

    int bytes() {
        return bytes;
    }

    void complete(AppendResult result) {
        onResult.accept(result);
    }
}
