package io.collab.runtime.merge;

import io.collab.api.Update;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.Updates;
import io.collab.spi.merge.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
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
        return changed(() -> change.accept(document));
    }

    @Override
    public <D> @Nullable Update replace(Class<D> model, Consumer<? super D> content) {
        YDoc target = new YDoc(YDocOptions.of(() -> YjsEngine.SEED_CLIENT_ID));
        D empty = YjsReplica.model(target, model);
        target.transact(() -> content.accept(empty));
        doc.setClientId(writerOf(target));
        return changed(() -> YjsDifference.apply(doc, target));
    }

    private @Nullable Update changed(Runnable change) {
        changes.clear();
        doc.transact(change);
        return changes.isEmpty() ? null : Update.of(Updates.merge(changes));
    }

    /**
     * Returns the client id of a replacement. It depends on this document and the new content only: whoever makes the
     * same replacement writes the same structs under the same ids, and they are there once.
     */
    private long writerOf(YDoc target) {
        Encoder deletions = new Encoder();
        doc.deleteSet().inDescendingOrder().write(deletions);
        CRC32 checksum = new CRC32();
        checksum.update(doc.encodeStateVector());
        checksum.update(deletions.toByteArray());
        checksum.update(target.encodeStateAsUpdate());
        return YjsEngine.clientId(checksum.getValue());
    }
}
