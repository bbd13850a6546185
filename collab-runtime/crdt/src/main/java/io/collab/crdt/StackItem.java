package io.collab.crdt;

import io.collab.crdt.update.DeleteSet;
import java.util.HashMap;
import java.util.Map;

/** One step of an {@link UndoManager}: what was inserted and what was deleted. */
public final class StackItem {

    private DeleteSet insertions;
    private DeleteSet deletions;
    private final Map<Object, Object> meta = new HashMap<>();

    StackItem(DeleteSet insertions, DeleteSet deletions) {
        this.insertions = insertions;
        this.deletions = deletions;
    }

    /** Returns notes of the application, such as where the cursor was. */
    public Map<Object, Object> meta() {
        return meta;
    }

    DeleteSet insertions() {
        return insertions;
    }

    DeleteSet deletions() {
        return deletions;
    }

    /** Makes what came later a part of this step. */
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
