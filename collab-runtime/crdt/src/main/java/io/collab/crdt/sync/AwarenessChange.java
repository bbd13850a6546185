package io.collab.crdt.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The accepted changes of an awareness table. Ids whose entries were not accepted are in no list.
 *
 * @param added unknown ids that now have a state
 * @param updated ids that have a new state or renewed their state, including removed ids that have a state again
 * @param changed those of {@code updated} whose state differs from the previous one
 * @param removed ids that no longer have a state
 * @param origin the cause passed by the caller
 */
public record AwarenessChange(
        List<Long> added,
        List<Long> updated,
        List<Long> changed,
        List<Long> removed,
        @Nullable Object origin) {

    /** Returns whether nothing was accepted. */
    public boolean isEmpty() {
        return added.isEmpty() && updated.isEmpty() && removed.isEmpty();
    }
}
