package io.collab.crdt;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The subdocuments that a transaction added, removed and wants loaded. */
final class SubdocumentChanges {

    private final Set<YSubdocument> added = new LinkedHashSet<>();
    private final Set<YSubdocument> removed = new LinkedHashSet<>();
    private final Set<YSubdocument> loaded = new LinkedHashSet<>();

    Set<YSubdocument> added() {
        return added;
    }

    Set<YSubdocument> removed() {
        return removed;
    }

    void added(YSubdocument subdocument) {
        added.add(subdocument);
        if (subdocument.shouldLoad()) {
            loaded.add(subdocument);
        }
    }

    void loaded(YSubdocument subdocument) {
        loaded.add(subdocument);
    }

    void removed(YSubdocument subdocument) {
        removed.add(subdocument);
    }

    /** Notes that the item of a subdocument was deleted. */
    void deleted(YSubdocument subdocument) {
        if (!added.remove(subdocument)) {
            removed.add(subdocument);
        }
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && loaded.isEmpty();
    }

    SubdocsEvent toEvent(Transaction transaction) {
        return new SubdocsEvent(
                Collections.unmodifiableSet(loaded),
                Collections.unmodifiableSet(added),
                Collections.unmodifiableSet(removed),
                transaction);
    }
}
