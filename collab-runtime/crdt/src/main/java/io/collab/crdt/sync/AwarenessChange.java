package io.collab.crdt.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an awareness table accepted. Ids that were only mentioned and not accepted are in no list.
 *
 * @param added ids that were never seen before and have a state now
 * @param updated ids that have a new state or renewed the one they had; also ids that come back after a removal
 * @param changed those of {@code updated} whose state differs from the one before
 * @param removed ids that have no state any more
 * @param origin what the caller gave as the cause
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
