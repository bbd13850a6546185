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
     * Creates a copy of a document that application code changes, as a writer of its own.
     *
     * @param snapshot the bytes of a {@link Replica#snapshot()}, null for an empty document
     * @throws CorruptDataException if the snapshot cannot be read
     * @throws UnsupportedOperationException if documents of this engine cannot be changed by application code, as is the
     *     default
     */
    default Draft draft(byte @Nullable [] snapshot) {
        throw new UnsupportedOperationException("documents of " + name() + " cannot be changed by application code");
    }

    /**
     * Creates an empty draft for the first content of a document. Equal changes of two such drafts have equal bytes, so
     * that content which was stored twice is there once.
     *
     * @throws UnsupportedOperationException if documents of this engine cannot be changed by application code, as is the
     *     default
     */
    default Draft seed() {
        throw new UnsupportedOperationException("documents of " + name() + " cannot be changed by application code");
    }

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
