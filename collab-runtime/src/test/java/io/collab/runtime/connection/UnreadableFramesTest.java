package io.collab.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.CloseCode;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnreadableFramesTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void anUnreadableFrameOfOneDocumentLeavesTheOthersOpen() {
        Peer peer = Peer.hocuspocus(node.connections);
        peer.authenticate("fruit").step1("fruit", "").authenticate("stone").step1("stone", "");
        peer.awaitReceived(
                received -> received.stream().filter("step2 "::equals).count() == 2);
        peer.message("fruit", 0, (byte) 9)
                .awaitReceived(received -> received.stream().anyMatch(line -> line.startsWith("closed 4400 bad-")));
        peer.edit("stone", "granite").awaitReceived("edit granite");
        assertThat(peer.closeCode()).isNull();
    }

    @Test
    void newerFieldsAndTypesAreIgnored() {
        Peer peer = Peer.hocuspocus(node.connections);
        peer.message("fruit", 2, (byte) 0, (byte) 1, (byte) 't', (byte) 1, (byte) 'v', (byte) 7, (byte) 7);
        peer.step1("fruit", "").awaitReceived("step2 ");
        peer.message("fruit", 99, (byte) 1).edit("fruit", "apple").awaitReceived("edit apple");
        Peer y = Peer.y(node.connections, "fruit").message("", 99, (byte) 1).step1("", "");
        y.awaitReceived("step2 apple");
    }

    @Test
    void aPeerThatOnlySendsUnreadableFramesIsClosed() {
        Peer peer = Peer.hocuspocus(node.connections);
        for (int i = 0; i <= 16; i++) {
            peer.message("fruit", 0, (byte) 9);
        }
        assertThat(peer.awaitClosed()).isEqualTo(CloseCode.BAD_MESSAGE);
    }

    @Test
    void anAddressThatIsTooLongClosesTheSocket() {
        Peer peer = Peer.hocuspocus(node.connections).authenticate("x".repeat(513));
        assertThat(peer.awaitClosed()).isEqualTo(CloseCode.BAD_MESSAGE);
    }

    @Test
    void framesAfterTheEndOfTheDocumentAreIgnoredAndTheReasonIsKept() {
        Peer peer = Peer.y(node.connections, "fruit").step1("", "").awaitReceived("step2 ");
        peer.stopReading();
        peer.edit("", "poison!");
        for (int i = 0; i < 20; i++) {
            peer.edit("", "apple" + i);
        }
        peer.resumeReading();
        assertThat(peer.awaitClosed()).isEqualTo(CloseCode.BAD_MESSAGE);
    }
}
