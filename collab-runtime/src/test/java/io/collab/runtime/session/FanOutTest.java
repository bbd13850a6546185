package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Access;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanOutTest {
    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final ManualNode.Client ann = node.client("ann", "fruit", Wire.HOCUSPOCUS, Access.WRITE);
    private final ManualNode.Client bob = node.client("bob", "fruit", Wire.Y_WEBSOCKET, Access.WRITE);
    private final ManualNode.Client cleo = node.client("cleo", "fruit", Wire.HOCUSPOCUS, Access.WRITE);
    private final ManualNode.Client dan = node.client("dan", "fruit\0tab2", Wire.HOCUSPOCUS, Access.WRITE);
    private final ManualNode.Client eve = node.client("eve", "fruit", Wire.Y_WEBSOCKET, Access.WRITE);
    private final List<ManualNode.Client> all = List.of(ann, bob, cleo, dan, eve);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aChangeIsEncodedOncePerWireAndAddress() {
        FanOut.change(List.of(WordEngine.update("apple")), participants());
        assertSharedFrames("edit apple");
    }

    @Test
    void presenceIsEncodedOncePerWireAndAddress() {
        FanOut.presence(Peer.presenceUpdate(7, 1, "{}"), participants());
        assertSharedFrames("presence 7@1={}");
    }

    private List<Participant> participants() {
        return all.stream().map(ManualNode.Client::participant).toList();
    }

    private void assertSharedFrames(String line) {
        node.settle();
        assertThat(all).allSatisfy(client -> assertThat(client.lines()).containsExactly(line));
        assertThat(bytes(cleo)).isSameAs(bytes(ann));
        assertThat(bytes(eve)).isSameAs(bytes(bob));
        assertThat(bytes(bob)).isNotEqualTo(bytes(ann));
        assertThat(bytes(dan)).isNotEqualTo(bytes(ann)).contains("fruit\0tab2".getBytes());
    }

    private static byte[] bytes(ManualNode.Client client) {
        return ((Frame.Binary) client.connection().frames().get(0)).bytes();
    }
}
