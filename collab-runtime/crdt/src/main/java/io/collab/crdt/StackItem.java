package io.collab.crdt;

import io.collab.crdt.update.DeleteSet;
import java.util.HashMap;
import java.util.Map;

/**
 * One step of an {@link UndoManager}: the ids that its transactions inserted and those that they deleted. Not
 * thread-safe.
 */
public final class StackItem {

    private DeleteSet insertions;
    private DeleteSet deletions;
    private final Map<Object, Object> meta = new HashMap<>();

    StackItem(DeleteSet insertions, DeleteSet deletions) {
        this.insertions = insertions;
        this.deletions = deletions;
    }

    /** Returns a mutable map for data of the application, such as the position of the cursor. */
    public Map<Object, Object> meta() {
        return meta;
    }

    DeleteSet insertions() {
        return insertions;
    }

    DeleteSet deletions() {
        return deletions;
    }

    /** Adds later changes to this step. */
    void append(DeleteSet moreInsertions, DeleteSet moreDeletions) {
        insertions = merged(insertions, moreInsertions);
        deletions = merged(deletions, moreDeletions);
    }

    private static DeleteSet merged(DeleteSet a, DeleteSet b) {
        DeleteSet result = new DeleteSet();
        result.addAll(a);
        result.addAll(b);
        result.sortAndMerge();
        return result;
    }
}
