package io.collab.spi.storage;

import io.collab.api.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of an {@link Append}. Thread-safe: immutable. */
public sealed interface AppendResult {
    /**
     * The result of an append that is completely in the log and durable.
     *
     * @param receipts one receipt per submission, in the order of the submissions
     */
    record Committed(List<Receipt> receipts) implements AppendResult {
        /** Copies the list. */
        public Committed {
            receipts = List.copyOf(receipts);
        }
    }

    /**
     * The result of an append whose guard did not hold, or of which only some operations were known under
     * {@link Guard.After}. Nothing was written.
     *
     * @param head the current head of the document
     */
    record Conflict(Head head) implements AppendResult {}

    /**
     * The result of an append to a document that is absent or has another generation. Nothing was written.
     *
     * @param head the current head of the document, null if it is absent
     */
    record WrongGeneration(@Nullable Head head) implements AppendResult {}
}
