package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Access;
import io.collab.api.Author;
import io.collab.api.CloseCode;
import io.collab.api.DocumentId;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.SendQueue;
import io.collab.runtime.ordering.BusTopic;
import io.collab.runtime.protocol.YWebSocketWire;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.TestNode;
import io.collab.runtime.threads.Mailbox;
import io.collab.spi.ordering.BusListener;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceLimitsTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private Peer joined() {
        return Peer.y(node.connections, "fruit").step1("", "").awaitReceived("step2 ");
    }

    @Test
    void aReaderWithManyKeysLocksNoOtherClientOut() {
        node.access = Access.READ;
        Peer reader = joined();
        for (int key = 1; key <= 4_096; key++) {
            reader.presence("", key, 1, "{}");
        }
        Peer newcomer = Peer.y(node.connections, "fruit").presence("", 9_999, 1, "{}");
        newcomer.awaitReceived("presence 9999@1={}");
        assertThat(reader.closeCode()).isNull();
        assertThat(newcomer.closeCode()).isNull();
    }

    @Test
    void presenceIsNeverAReasonToClose() {
        Peer peer = joined();
        peer.presence("", 1, 1, "{\"avatar\":\"" + "x".repeat(100_000) + "\"}");
        peer.presence("", 1, 1, "{broken");
        peer.presence("", 1, 1, "{}").awaitReceived("presence 1@1={}");
        assertThat(peer.closeCode()).isNull();
    }

    @Test
    void participantsThatLeaveTogetherShareOneUpdate() {
        Set<Participant> here = new HashSet<>();
        Deque<Runnable> mailbox = new ArrayDeque<>();
        DocumentId document = DocumentId.of("fruit");
        DocumentPresence presence = new DocumentPresence(node.resources, document, here, mailbox::add);
        AtomicInteger published = new AtomicInteger();
        node.resources.bus().subscribe(BusTopic.ofPresence(node.store, document), new CountingListener(published));
        List<Participant> crowd = new ArrayList<>();
        for (int key = 1; key <= 100; key++) {
            Participant participant = new Participant(
                    silentQueue(),
                    "",
                    new Participant.Admission(document, "p" + key, new Author("ann", "c", "n"), Access.WRITE),
                    (ended, reason) -> {});
            crowd.add(participant);
            presence.accept(participant, new byte[] {1, (byte) key, 1, 2, '{', '}'}, true);
        }
        await().until(() -> published.get() >= 100);
        int before = published.get();
        crowd.forEach(presence::leave);
        while (!mailbox.isEmpty()) {
            mailbox.remove().run();
        }
        presence.close(); // they are all gone then
        await().until(() -> published.get() > before);
        assertThat(published.get()).isEqualTo(before + 1);
    }

    private SendQueue silentQueue() {
        Connection nowhere = new Connection() {
            @Override
            public String id() {
                return "nowhere";
            }

            @Override
            public CompletionStage<Void> send(Frame frame) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void close(CloseCode code, String reason) {}
        };
        return new SendQueue(
                nowhere,
                new YWebSocketWire(),
                node.resources.engine(),
                new Mailbox(Runnable::run, System::nanoTime, failure -> {}),
                ConnectionLimits.DEFAULTS,
                System::nanoTime);
    }

    private record CountingListener(AtomicInteger messages) implements BusListener {
        @Override
        public void message(byte[] bytes) {
            messages.incrementAndGet();
        }

        @Override
        public void interrupted() {}

        @Override
        public void resumed() {}
    }

    @Test
    void aClientThatReconnectsBeforeItsOldSocketEndsStaysPresent() {
        Peer watcher = joined();
        Peer old = joined().presence("", 7, 3, "{}");
        watcher.awaitReceived("presence 7@3={}");
        Peer again = Peer.y(node.connections, "fruit").step1("", "").presence("", 7, 3, "{}");
        again.awaitReceived("step2 ");
        old.disconnect();
        again.edit("", "apple").awaitReceived("edit apple");
        assertThat(watcher.received()).doesNotContain("presence 7@3=null");
        again.disconnect();
        watcher.awaitReceived("presence 7@3=null");
    }
}
