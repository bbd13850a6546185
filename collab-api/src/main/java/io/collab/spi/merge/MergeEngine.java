package io.collab.spi.merge;

import io.collab.api.CorruptDataException;
import io.collab.api.Update;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method of conflict resolution; a factory for replicas. Thread-safe; its replicas are not. No method blocks.
 *
 * <p>Implemented by adapters. {@code MergeEngineTck} checks the rules; docs/spi.md numbers them (3xx).
 */
public interface MergeEngine {
    /**
     * Returns the name that is stored with every document of this engine: lower-case ASCII of at most 32 characters.
     * Bytes that were stored under this name and {@link #formatVersion()} must stay readable.
     */
    String name();

    /** Returns the version of the snapshots that this engine writes, at least 1. It reads all earlier versions. */
    int formatVersion();

    /** Returns the order of commits that this engine requires. */
    MergeOrder order();

    /**
     * Creates a replica.
     *
     * @param snapshot the bytes of an earlier {@link Replica#snapshot()}, null for an empty document
     * @return a replica that is independent of all others
     * @throws CorruptDataException if the snapshot cannot be read
     */
    Replica open(byte @Nullable [] snapshot);

    /**
     * Merges consecutive updates into one. Has no side effects.
     *
     * @param updates at least one update, in the order of their commits
     * @return an update with the same effect, null if this engine does not merge; an engine that merges never returns
     *     null
     * @throws CorruptDataException if an update cannot be read
     */
    @Nullable
    Update merge(List<Update> updates);
}
