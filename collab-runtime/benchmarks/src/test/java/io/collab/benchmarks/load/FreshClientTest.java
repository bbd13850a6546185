package io.collab.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.DocumentHandle;
import io.collab.api.DocumentId;
import io.collab.benchmarks.net.EventLoop;
import io.collab.benchmarks.server.ManagedProcess;
import io.collab.benchmarks.server.TcpTransport;
import io.collab.benchmarks.wire.ClientWire;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.runtime.CollabNode;
import io.collab.runtime.CollabRuntimeBuilder;
import io.collab.runtime.memory.MemoryDocumentStore;
import java.net.URI;
import org.junit.jupiter.api.Test;

class FreshClientTest {
    @Test
    void aDocumentThatComesInPartsIsReadWhole() throws Exception {
        String text = "0123456789".repeat(30_000);
        int port = ManagedProcess.freePort();
        try (CollabNode node = new CollabRuntimeBuilder()
                        .store(new MemoryDocumentStore())
                        .build();
                TcpTransport transport = TcpTransport.listen(port, node.acceptor());
                DocumentHandle large = node.document(DocumentId.of("large"));
                EventLoop loop = new EventLoop()) {
            large.edit(YDoc.class, doc -> doc.getText("t").insert(0, text))
                    .toCompletableFuture()
                    .join();
            byte[] content = FreshClient.read(
                    loop, URI.create("tcp://127.0.0.1:" + port), ClientWire.Kind.HOCUSPOCUS, "large", 30);
            YDoc copy = new YDoc(YDocOptions.replica());
            copy.applyUpdate(content);
            assertThat(copy.getText("t").toString()).isEqualTo(text);
            assertThat(transport).isNotNull();
        }
    }
}
