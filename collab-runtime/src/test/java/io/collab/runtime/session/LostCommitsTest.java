package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.CloseCode;
import io.collab.api.DocumentId;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LostCommitsTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aStoreThatLosesCommitsEndsTheSessionAndItsClientsRestoreThem() {
        Peer peer = joined("step2 ");
        for (int i = 1; i <= 5; i++) {
            peer.edit("fruit", "w" + i).awaitReceived("edit w" + i);
        }
        node.store.restoreBackup(DocumentId.of("fruit"), 2);
        assertThat(peer.awaitClosed()).isEqualTo(CloseCode.LOG_REGRESSED);
        assertThat(node.head("fruit").snapshotSeq()).isZero();

        Peer again = joined("step2 w1 w2").step2("fruit", "w1 w2 w3 w4 w5");
        again.awaitReceived("edit w3 w4 w5").awaitReceived("saved 1");
        assertThat(node.head("fruit").seq()).isEqualTo(3);
    }

    @Test
    void commitsWithTheNumbersOfLostOnesAreNoticedAtOnce() {
        Peer peer = joined("step2 ");
        for (int i = 1; i <= 5; i++) {
            peer.edit("fruit", "w" + i).awaitReceived("edit w" + i);
        }
        node.store.restoreBackup(DocumentId.of("fruit"), 2);
        peer.edit("fruit", "new");
        assertThat(peer.awaitClosed()).isEqualTo(CloseCode.LOG_REGRESSED);
        assertThat(peer.received().stream().filter("saved 1"::equals)).hasSize(5);
    }

    private Peer joined(String answer) {
        return Peer.hocuspocus(node.connections)
                .authenticate("fruit")
                .step1("fruit", "")
                .awaitReceived(answer);
    }
}
