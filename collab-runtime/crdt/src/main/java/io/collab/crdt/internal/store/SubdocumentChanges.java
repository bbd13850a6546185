package io.collab.crdt.internal.store;

import java.util.LinkedHashSet;
import java.util.Set;

/** The subdocuments that a transaction added, removed and requested to be loaded. */
public final class SubdocumentChanges {

    private final Set<Subdocument> added = new LinkedHashSet<>();
    private final Set<Subdocument> removed = new LinkedHashSet<>();
    private final Set<Subdocument> loaded = new LinkedHashSet<>();

    public Set<Subdocument> added() {
        return added;
    }

    public Set<Subdocument> removed() {
        return removed;
    }

    public Set<Subdocument> loaded() {
        return loaded;
    }

    public void added(Subdocument subdocument) {
        added.add(subdocument);
        if (subdocument.shouldLoad) {
            loaded.add(subdocument);
        }
    }

    public void loaded(Subdocument subdocument) {
        loaded.add(subdocument);
    }

    public void removed(Subdocument subdocument) {
        removed.add(subdocument);
    }

    /** Records that the item of a subdocument was deleted. */
    public void deleted(Subdocument subdocument) {
        if (!added.remove(subdocument)) {
            removed.add(subdocument);
        }
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && loaded.isEmpty();
    }
}
