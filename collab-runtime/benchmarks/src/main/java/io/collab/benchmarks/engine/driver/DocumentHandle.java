package io.collab.benchmarks.engine.driver;

import io.collab.crdt.YDoc;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document that commands name, and what it has told since it was asked last. */
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

    /** What one transaction changed, in both formats. */
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

    /** Takes out what has changed since the last call. */
    Any takeUpdates() {
        Any taken = new Any.Array(updates.stream().map(Changed::answer).toList());
        updates = new ArrayList<>();
        return taken;
    }

    /** Remembers what an observer was told. */
    void addEvent(Any event) {
        events.add(event);
    }

    /** Takes out what observers were told since the last call. */
    Any takeEvents() {
        Any taken = new Any.Array(events);
        events = new ArrayList<>();
        return taken;
    }

    /** Takes out what was told about subdocuments since the last call. */
    Any takeSubdocs() {
        Any taken = new Any.Array(subdocs);
        subdocs = new ArrayList<>();
        return taken;
    }
}
