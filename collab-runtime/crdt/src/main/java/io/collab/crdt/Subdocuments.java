package io.collab.crdt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The subdocuments of a document, and who wants to know of them. */
final class Subdocuments {

    private final Set<YSubdocument> present = new LinkedHashSet<>();
    private final List<Consumer<SubdocsEvent>> listeners = new ArrayList<>();

    Set<YSubdocument> present() {
        return present;
    }

    List<Consumer<SubdocsEvent>> listeners() {
        return listeners;
    }

    /** Takes over what a transaction changed, and tells; those that went are left alone. */
    void apply(Transaction transaction, SubdocumentChanges changes, Failures failures) {
        for (YSubdocument subdocument : changes.added()) {
            subdocument.setClientId(transaction.doc.clientId());
            present.add(subdocument);
        }
        present.removeAll(changes.removed());
        SubdocsEvent event = changes.toEvent(transaction);
        for (Consumer<SubdocsEvent> listener : List.copyOf(listeners)) {
            failures.run(() -> listener.accept(event));
        }
    }
}
