package io.collab.spi.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an {@link Append}. */
public sealed interface AppendResult {
    /**
     * All of it is durable.
     *
     * @param receipts one per submission, in order
     */
    record Committed(List<Receipt> receipts) implements AppendResult {
        /** Copies the list. */
        public Committed {
            receipts = List.copyOf(receipts);
        }
    }

    /**
     * The guard failed, or only some of the operations were known under {@link Guard.After}. Nothing was written.
     *
     * @param head where the document stands
     */
    record Conflict(Head head) implements AppendResult {}

    /**
     * The document is absent or has another generation. Nothing was written.
     *
     * @param head where the document stands, null when it is absent
     */
    record WrongGeneration(@Nullable Head head) implements AppendResult {}
}
