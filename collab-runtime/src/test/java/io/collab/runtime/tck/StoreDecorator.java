package io.collab.runtime.tck;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store that delegates to a correct one; defective ones override one method. */
public class StoreDecorator implements DocumentStore {
    final DocumentStore good;

    public StoreDecorator(DocumentStore good) {
        this.good = good;
    }

    @Override
    public Head open(DocumentId document, String engine, int formatVersion, Generation proposed) {
        return good.open(document, engine, formatVersion, proposed);
    }

    @Override
    public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
        return good.heads(documents);
    }

    @Override
    public List<Head> list(String tenant, String afterName, int limit) {
        return good.list(tenant, afterName, limit);
    }

    @Override
    public List<AppendResult> append(List<Append> appends) {
        return good.append(appends);
    }

    @Override
    public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
        return good.read(document, generation, afterSeq, maxBytes);
    }

    @Override
    public Head compact(
            DocumentId document, Generation generation, long expected, Snapshot snapshot, long keepAfterSeq) {
        return good.compact(document, generation, expected, snapshot, keepAfterSeq);
    }

    @Override
    public boolean delete(DocumentId document, Generation generation) {
        return good.delete(document, generation);
    }

    @Override
    public void check() {
        good.check();
    }

    @Override
    public String id() {
        return good.id();
    }

    @Override
    public Durability durability() {
        return good.durability();
    }

    @Override
    public void close() {
        good.close();
    }

    final Head headOf(DocumentId document) {
        return good.heads(List.of(document)).get(document);
    }
}
