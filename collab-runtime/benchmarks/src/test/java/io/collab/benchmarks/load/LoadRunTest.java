package io.collab.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.benchmarks.server.ManagedProcess;
import io.collab.benchmarks.server.TcpTransport;
import io.collab.benchmarks.wire.ClientWire;
import io.collab.benchmarks.wire.TypedText;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.runtime.CollabNode;
import io.collab.runtime.CollabRuntimeBuilder;
import io.collab.runtime.memory.MemoryDocumentStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A small load on a node in this JVM, and its final check on faulty documents. */
class LoadRunTest {
    private static final TypedText TEXT = new TypedText(3);

    @Test
    void everyEditReachesEveryPeerOnce() throws Exception {
        Workload workload = new Workload("small", 3, 4, 20, 3, Duration.ofMillis(200), Duration.ofMillis(800));
        int port = ManagedProcess.freePort();
        try (CollabNode node = new CollabRuntimeBuilder()
                        .store(new MemoryDocumentStore())
                        .build();
                TcpTransport transport = TcpTransport.listen(port, node.acceptor())) {
            LoadTarget target = new LoadTarget(
                    "node",
                    ClientWire.Kind.HOCUSPOCUS,
                    URI.create("tcp://127.0.0.1:" + port),
                    List.of(ProcessHandle.current().pid()),
                    null);
            try (LoadRun run = new LoadRun(target, workload)) {
                LoadResult result = run.run(null);
                assertThat(result.fault()).isNull();
                assertThat(result.isRight()).isTrue();
                assertThat(result.delivery().count()).isEqualTo(3 * 4 * 3 * 16);
                assertThat(result.acknowledgement()).isNotNull();
                assertThat(result.json()).contains("\"converged\":true");
            }
            assertThat(transport).isNotNull();
        }
    }

    @Test
    void aDocumentWithAllThatWasTypedIsRight() {
        assertThat(Convergence.fault(typed(2), TEXT, merged(2))).isNull();
    }

    @Test
    void aDocumentThatLacksAnEditIsWrong() {
        assertThat(Convergence.fault(typed(2), TEXT, merged(1))).contains("has typed 6 characters, 3 are there");
    }

    @Test
    void aDocumentWithMoreThanWasTypedIsWrong() {
        assertThat(Convergence.fault(typed(1), TEXT, merged(2))).contains("has typed 3 characters, 6 are there");
    }

    @Test
    void anotherClientsTextIsWrong() {
        YDoc document = new YDoc(YDocOptions.of(() -> 5));
        document.getText("t").insert(0, "x");
        assertThat(Convergence.fault(typed(0), TEXT, document.encodeStateAsUpdate()))
                .contains("no writer has typed");
    }

    private static LoadDocument typed(int edits) {
        LoadDocument document = new LoadDocument("one", 100, 1, 10);
        for (int i = 0; i < edits; i++) {
            document.sending(0, 0);
        }
        return document;
    }

    /** As the engine encodes them, merged into one item. */
    private static byte[] merged(int edits) {
        YDoc document = new YDoc(YDocOptions.of(() -> 5));
        for (int i = 0; i < edits; i++) {
            document.applyUpdate(TEXT.edit(100, i));
        }
        return document.encodeStateAsUpdate();
    }
}
