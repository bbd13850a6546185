package io.collab.spi.merge;

import io.collab.api.CorruptDataException;
import io.collab.api.Update;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to resolve conflicts: it makes replicas. Thread-safe; its replicas are not.
 */
public interface MergeEngine {
    /**
     * The name written into every document made with it: lower case, ASCII, at most 32 characters. A promise: bytes under
     * this name and {@link #formatVersion()} stay readable.
     */
    String name();

    /** The version of the snapshots that it writes, from 1 up. It reads all before. */
    int formatVersion();

    /** What it asks of the order of commits. */
    MergeOrder order();

    /**
     * Makes a replica.
     *
     * @param snapshot what {@link Replica#snapshot()} gave, null for an empty document
     * @throws CorruptDataException when the snapshot cannot be read
     */
    Replica open(byte @Nullable [] snapshot);

    /**
     * Makes one update of several that follow one another. Pure; any thread.
     *
     * @param updates at least one, in the order of their commits
     * @return what has the same effect, null when this engine does not merge
     */
    @Nullable
    Update merge(List<Update> updates);
}
