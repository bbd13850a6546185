package io.collab.samples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Commit;
import io.collab.api.DocumentHandle;
import io.collab.api.DocumentId;
import io.collab.crdt.YDoc;
import io.collab.jpa.JpaStoreProvider;
import io.collab.runtime.CollabConfig;
import io.collab.runtime.CollabNode;
import io.collab.runtime.CollabRuntimeBuilder;
import io.collab.spi.Settings;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * npm y-websocket 1, 2 and 3, npm Hocuspocus 3 and 4, the stored log and the Java runtime hold one document: equal in
 * content, state vector and delete set, for rich text, emoji, concurrent edits and dropped connections.
 */
class StockClientsIT {
    @TempDir
    private Path folder;

    @Test
    void allStockClientsTheLogAndTheRuntimeAgree() throws IOException {
        long seed = Long.getLong("collab.seed", System.nanoTime());
        String document = "shared/by all";
        String agreed;
        try (EditorServer server = EditorServer.start(folder)) {
            agreed = StockClients.edit("ws://127.0.0.1:" + server.port(), document, seed);
        }
        assertThat(agreed).as("-Dcollab.seed=" + seed).contains("\"vector\":{\"");
        Settings settings =
                new Settings(Map.of("collab.store.url", "jdbc:h2:file:" + folder.resolve("data/collab"))::get);
        DocumentId id = DocumentId.of(document);
        try (DocumentStore store = new JpaStoreProvider().create(settings)) {
            assertThat(StockClients.describe(updatesOf(store, id)))
                    .as("the log, replayed by npm yjs; -Dcollab.seed=" + seed)
                    .isEqualTo(agreed);
        }
        try (CollabNode node = new CollabRuntimeBuilder()
                        .config(CollabConfig.read(settings))
                        .store(new JpaStoreProvider().create(settings))
                        .build();
                DocumentHandle handle = node.document(id)) {
            byte[] state = handle.read(YDoc.class, YDoc::encodeStateAsUpdate)
                    .toCompletableFuture()
                    .join();
            assertThat(StockClients.describe(List.of(state)))
                    .as("the Java runtime; -Dcollab.seed=" + seed)
                    .isEqualTo(agreed);
        }
    }

    private static List<byte[]> updatesOf(DocumentStore store, DocumentId id) {
        Head head = store.heads(List.of(id)).get(id);
        List<byte[]> updates = new ArrayList<>();
        long seq = 0;
        while (seq < head.seq()) {
            Page page = store.read(id, head.generation(), seq, 1 << 20);
            assertThat(page.snapshot()).as("the log is whole").isNull();
            for (Commit commit : page.commits()) {
                updates.add(commit.update().bytes());
                seq = commit.seq();
            }
        }
        return updates;
    }
}
