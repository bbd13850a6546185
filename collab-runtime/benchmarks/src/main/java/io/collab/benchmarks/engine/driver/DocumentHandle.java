package io.collab.benchmarks.engine.driver;

import io.collab.crdt.YDoc;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document with a name, and its events since they were last read. */
final class DocumentHandle {
    final YDoc document;
    final boolean isSubdocument;
    private List<Changed> updates = new ArrayList<>();
    private List<Any> events = new ArrayList<>();
    private List<Any> subdocs = new ArrayList<>();
    private byte[] update = {};

    DocumentHandle(YDoc document, boolean isSubdocument) {
        this.document = document;
        this.isSubdocument = isSubdocument;
        document.onSubdocs(event -> subdocs.add(SubdocumentCommands.event(event)));
        document.onUpdate((bytes, transaction) -> update = bytes);
        document.onUpdateV2((bytes, transaction) ->
                updates.add(new Changed(update, bytes, transaction.origin(), transaction.local())));
    }

    /** The change of one transaction, in both formats. */
    private record Changed(
            byte[] update, byte[] updateV2, @Nullable Object origin, boolean local) {
        Any answer() {
            return Results.object(
                    "v1", Results.base64(update),
                    "v2", Results.base64(updateV2),
                    "origin", Results.origin(origin),
                    "local", Results.flag(local));
        }
    }

    /** Returns the changes since the last call and removes them. */
    Any takeUpdates() {
        Any drained = new Any.Array(updates.stream().map(Changed::answer).toList());
        updates = new ArrayList<>();
        return drained;
    }

    /** Records an event that an observer received. */
    void addEvent(Any event) {
        events.add(event);
    }

    /** Returns the observers' events since the last call and removes them. */
    Any takeEvents() {
        Any drained = new Any.Array(events);
        events = new ArrayList<>();
        return drained;
    }

    /** Returns the subdocument events since the last call and removes them. */
    Any takeSubdocs() {
        Any drained = new Any.Array(subdocs);
        subdocs = new ArrayList<>();
        return drained;
    }
}
