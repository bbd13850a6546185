package io.collab.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.CloseCode;
import io.collab.runtime.testing.Peer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionRegistryTest {
    private final ConnectionFixture fixture = new ConnectionFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aConnectionIsRegisteredUntilItsSocketIsClosed() {
        Peer ann = fixture.joined("fruit");
        fixture.joined("fruit");
        assertThat(fixture.connections.size()).isEqualTo(2);
        ann.disconnect();
        fixture.node.settle();
        assertThat(fixture.connections.size()).isEqualTo(1);
    }

    @Test
    void aClosingRegistrySendsWhatWaitsAndRefusesNewConnections() {
        Peer ann = fixture.joined("fruit");
        ann.stopReading();
        ann.step1("fruit", "");
        fixture.node.settle();
        fixture.connections.close(CloseCode.SERVICE_RESTART, "restart");
        fixture.node.settle();
        assertThat(ann.closeCode()).isNull();
        ann.resumeReading();
        fixture.node.settle();
        assertThat(ann.received()).endsWith("step1 ", "step2 ");
        assertThat(ann.closeCode()).isEqualTo(CloseCode.SERVICE_RESTART);

        Peer late = Peer.y(fixture.connections, "fruit");
        fixture.node.settle();
        assertThat(late.closeCode()).isEqualTo(CloseCode.SERVICE_RESTART);
        assertThat(late.received()).isEmpty();
        assertThat(fixture.connections.size()).isZero();
    }

    @Test
    void aClosedConnectionLeavesItsDocuments() {
        fixture.joined("fruit").disconnect();
        fixture.node.settle();
        fixture.node.nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        fixture.registry.tick();
        fixture.node.settle();
        assertThat(fixture.registry.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2Fx", "a//b", "", "%ff", "a%", "a%00b", "./a"})
    void aPathThatIsNotADocumentNameIsRefused(String path) {
        Peer peer = Peer.y(fixture.connections, path);
        fixture.node.settle();
        assertThat(peer.closeCode()).isEqualTo(CloseCode.BAD_DOCUMENT_NAME);
    }

    @ParameterizedTest
    @CsvSource({"a%20b/%C3%BC,a b/ü", "a%252Fb,a%2Fb"})
    void aPathNamesTheDocument(String path, String name) {
        Peer y = Peer.y(fixture.connections, path);
        Peer sameDocument = fixture.joined(name);
        y.edit("", "apple");
        fixture.node.settleUntil(() -> sameDocument.received().contains("edit apple"));
        assertThat(y.received()).contains("edit apple");
    }
}
