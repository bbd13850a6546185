package io.collab.benchmarks.engine.driver;

import io.collab.crdt.Transaction;
import io.collab.crdt.YDoc;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document that commands name, and what it has told since it was asked last. */
final class DocumentHandle {
    final YDoc document;
    private List<Changed> updates = new ArrayList<>();

    DocumentHandle(YDoc document) {
        this.document = document;
        document.onUpdate(this::updated);
    }

    /** What one transaction changed. */
    private record Changed(byte[] update, @Nullable Object origin, boolean local) {
        Any answer() {
            return Results.object(
                    "v1", Results.base64(update),
                    "v2", Any.NULL,
                    "origin", DocumentHandle.origin(origin),
                    "local", Results.flag(local));
        }
    }

    /** Takes out what has changed since the last call. */
    Any takeUpdates() {
        Any taken = new Any.Array(updates.stream().map(Changed::answer).toList());
        updates = new ArrayList<>();
        return taken;
    }

    /** Returns an origin as answers name it. */
    static Any origin(@Nullable Object origin) {
        if (origin == null) {
            return Any.NULL;
        }
        return Results.text(origin instanceof String text ? text : "$other");
    }

    private void updated(byte[] update, Transaction transaction) {
        updates.add(new Changed(update, transaction.origin(), transaction.local()));
    }
}
