package io.collab.runtime.merge;

import io.collab.api.Update;
import io.collab.crdt.YDoc;
import io.collab.crdt.update.Updates;
import io.collab.spi.merge.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Yjs document that application code changes. Not thread-safe. */
final class YjsDraft implements Draft {
    private final YDoc doc;
    private final List<byte[]> changes = new ArrayList<>();

    /** @param doc a document of its own, with a client id that no other writer uses */
    YjsDraft(YDoc doc) {
        this.doc = doc;
        doc.onUpdate((update, transaction) -> changes.add(update));
    }

    @Override
    public <D> @Nullable Update edit(Class<D> model, Consumer<? super D> change) {
        D document = YjsReplica.model(doc, model);
        changes.clear();
        doc.transact(() -> change.accept(document));
        return changes.isEmpty() ? null : Update.of(Updates.merge(changes));
    }
}
