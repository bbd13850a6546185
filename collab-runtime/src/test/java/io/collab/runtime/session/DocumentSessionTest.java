package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.DocumentId;
import io.collab.runtime.commit.CommitLimits;
import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.TestNode;
import io.collab.runtime.testing.WordEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guarantees to clients, for any engine, store and transport. */
class DocumentSessionTest {
    private TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private Peer joined(String document) {
        Peer peer = Peer.hocuspocus(node.connections).authenticate(document).step1(document, "");
        return peer.awaitReceived(received -> received.stream().anyMatch(line -> line.startsWith("step2")));
    }

    @Test
    void bothWiresShareADocument() {
        Peer y = Peer.y(node.connections, "fruit").step1("", "");
        y.awaitReceived("step2 ");
        Peer h = joined("fruit");

        y.edit("", "apple");
        h.awaitReceived("edit apple");
        h.edit("fruit", "pear").awaitReceived("saved 1");
        y.awaitReceived("edit pear").awaitReceived("edit apple");
    }

    @Test
    void aNewClientReceivesTheFirstMessagesInTheOrderOfItsWire() {
        Peer first = joined("fruit").edit("fruit", "apple").awaitReceived("saved 1");
        Peer second = Peer.hocuspocus(node.connections).authenticate("fruit").step1("fruit", "");
        second.awaitReceived("step2 apple");
        assertThat(second.received()).startsWith("in read-write", "step1 apple", "step2 apple");
        Peer y = Peer.y(node.connections, "fruit");
        y.awaitReceived("step1 apple");
        assertThat(first.received()).contains("edit apple");
    }

    @Test
    void noChangeIsSentOrAcknowledgedBeforeItIsDurable() {
        Peer writer = joined("fruit");
        Peer reader = joined("fruit");
        node.holdLog();
        writer.edit("fruit", "apple");
        await().until(() -> node.appends.get() == 1);
        Peer newcomer = Peer.hocuspocus(node.connections).authenticate("fruit").step1("fruit", "");
        newcomer.awaitReceived("step2 ");
        assertThat(writer.received()).doesNotContain("saved 1");
        assertThat(reader.received()).doesNotContain("edit apple");
        node.releaseLog();
        writer.awaitReceived("saved 1");
        reader.awaitReceived("edit apple");
    }

    @Test
    void aDuplicateOfAChangeInFlightIsNotAcknowledgedBeforeTheChange() {
        Peer first = joined("fruit");
        Peer second = joined("fruit");
        node.holdLog();
        first.edit("fruit", "apple");
        await().until(() -> node.appends.get() == 1);
        second.edit("fruit", "apple");
        second.step1("fruit", "nothing")
                .awaitReceived(received -> received.stream()
                                .filter(line -> line.startsWith("step2"))
                                .count()
                        == 2);
        assertThat(second.received()).doesNotContain("saved 1");
        node.releaseLog();
        second.awaitReceived("saved 1");
        assertThat(node.head("fruit").seq()).isEqualTo(1);
    }

    @Test
    void everyChangeIsAcknowledgedExactlyOnce() {
        Peer peer = joined("fruit");
        for (int i = 0; i < 200; i++) {
            peer.edit("fruit", "w" + i % 50);
        }
        peer.awaitReceived(received -> count(received, "saved 1") == 200);
        peer.edit("fruit", "last").awaitReceived(received -> count(received, "saved 1") == 201);
        assertThat(node.head("fruit").seq()).isEqualTo(51);
    }

    @Test
    void theAnswerToARequestForMissingUpdatesIsNotAcknowledged() {
        Peer peer = joined("fruit");
        peer.step2("fruit", "").awaitReceived("saved 1");
        peer.edit("fruit", "b<a").awaitReceived(received -> count(received, "saved 1") == 2);
        peer.awaitReceived("step1 b<a");
        peer.step2("fruit", "a b<a").awaitReceived("edit a");
        peer.edit("fruit", "c").awaitReceived(received -> count(received, "saved 1") == 3);
    }

    @Test
    void aPendingChangeOfAnotherClientIsLoggedOnceHoweverOftenAClientReconnects() {
        Peer first = joined("fruit");
        first.step2("fruit", "").edit("fruit", "b<a").awaitReceived(received -> count(received, "saved 1") == 2);
        long before = node.head("fruit").seq();
        for (int i = 0; i < 100; i++) {
            Peer again = joined("fruit");
            again.step2("fruit", "b<a").awaitReceived("saved 1");
            again.disconnect();
        }
        assertThat(node.head("fruit").seq()).isEqualTo(before);
        assertThat(first.received().stream().filter(line -> line.startsWith("step1")))
                .hasSize(2);
    }

    @Test
    void aRefusedChangeClosesTheDocumentForItsAuthorOnly() {
        Peer bad = joined("fruit");
        Peer good = joined("fruit");
        bad.edit("fruit", "poison!");
        bad.awaitReceived(received -> received.stream().anyMatch(line -> line.startsWith("closed 4400 ")));
        Peer single = Peer.y(node.connections, "fruit").step1("", "").edit("", "poison!");
        assertThat(single.awaitClosed()).isEqualTo(CloseCode.BAD_MESSAGE);
        good.edit("fruit", "apple").awaitReceived("saved 1").awaitReceived("edit apple");
        assertThat(good.closeCode()).isNull();
    }

    @Test
    void aRecordThatTheDatabaseRefusesStopsItsOwnDocumentOnly() {
        Peer fruit = joined("fruit");
        Peer stone = joined("stone");
        node.refused.add(DocumentId.of("fruit"));
        fruit.edit("fruit", "apple");
        stone.edit("stone", "granite").awaitReceived("saved 1");
        fruit.awaitReceived("stateless {\"type\":\"collab.save\",\"state\":\"stalled\"}");
        stone.edit("stone", "basalt").awaitReceived(received -> count(received, "saved 1") == 2);
        assertThat(fruit.received()).doesNotContain("saved 1");
        node.refused.clear();
        fruit.awaitReceived("saved 1").awaitReceived("stateless {\"type\":\"collab.save\",\"state\":\"ok\"}");
        assertThat(node.head("fruit").seq()).isEqualTo(1);
    }

    @Test
    void moreWaitingBytesThanTheBufferCloseTheDocumentWithARetryableCode() {
        node.close();
        node = new TestNode(new SessionResources.Policy(
                DocumentLimits.DEFAULTS.withWaitingBytes(1_000),
                DocumentTimeouts.DEFAULTS,
                new CommitLimits(500, 100)));
        Peer peer = joined("fruit");
        node.holdLog();
        for (int i = 0; i < 100; i++) {
            peer.edit("fruit", "a-longer-word-" + i);
        }
        assertThat(peer.awaitClosed()).isEqualTo(CloseCode.STORAGE_UNAVAILABLE);
        node.releaseLog();
        Peer again = joined("fruit");
        again.edit("fruit", "apple").awaitReceived("saved 1");
    }

    @Test
    void aReaderChangesNothing() {
        joined("fruit").edit("fruit", "apple").awaitReceived("saved 1");
        node.access = Access.READ;
        Peer reader = joined("fruit");
        assertThat(reader.received()).contains("in readonly");
        reader.step2("fruit", "apple").awaitReceived("saved 1");
        reader.edit("fruit", "pear").awaitReceived("saved 0");
        reader.step2("fruit", "pear").awaitReceived(received -> count(received, "saved 0") == 2);
        assertThat(node.head("fruit").seq()).isEqualTo(1);
    }

    @Test
    void anIdleDocumentIsUnloadedWithASnapshotAndLoadedAgainComplete() {
        node.close();
        node = new TestNode(new SessionResources.Policy(
                DocumentLimits.DEFAULTS,
                DocumentTimeouts.DEFAULTS.withIdleUnload(Duration.ofMillis(50)),
                CommitLimits.DEFAULTS));
        Peer peer = joined("fruit").edit("fruit", "apple").awaitReceived("saved 1");
        peer.disconnect();
        await().until(() -> node.registry.size() == 0 && node.head("fruit").snapshotSeq() == 1);
        Peer again = Peer.hocuspocus(node.connections).authenticate("fruit").step1("fruit", "");
        again.awaitReceived("step2 apple");
    }

    @Test
    void aClientThatDoesNotReadIsClosedAndDelaysNoOtherClient() {
        Peer slow = joined("fruit");
        Peer fast = joined("fruit");
        slow.stopReading();
        String big = "x".repeat(1 << 20);
        for (int i = 0; i < 24 && slow.closeCode() == null; i++) {
            int sent = i + 1;
            fast.edit("fruit", big + i).awaitReceived(received -> count(received, "saved 1") == sent);
        }
        assertThat(slow.awaitClosed()).isEqualTo(CloseCode.SLOW_CONSUMER);
        assertThat(fast.closeCode()).isNull();
    }

    @Test
    void twoNodesShowOneDocument() {
        MemoryBroadcastBus bus = new MemoryBroadcastBus();
        MemoryDocumentStore store = new MemoryDocumentStore();
        try (TestNode one = new TestNode(new WordEngine(), store, bus.share(), SessionResources.Policy.DEFAULTS);
                TestNode two =
                        new TestNode(new WordEngine(), store.share(), bus.share(), SessionResources.Policy.DEFAULTS)) {
            Peer here = Peer.y(one.connections, "fruit").step1("", "");
            Peer there = Peer.y(two.connections, "fruit").step1("", "");
            here.awaitReceived("step2 ");
            there.awaitReceived("step2 ");
            here.edit("", "apple");
            there.awaitReceived("edit apple").edit("", "pear");
            here.awaitReceived("edit pear");
            here.presence("", 1, 1, "{}").awaitReceived("presence 1@1={}");
            there.awaitReceived("presence 1@1={}");
            Peer late = Peer.y(two.connections, "fruit");
            late.awaitReceived("presence 1@1={}");
            here.disconnect();
            there.awaitReceived("presence 1@1=null");
        }
    }

    @Test
    void presenceReachesAllClientsIncludingTheSenderAndLeavesWithItsOwner() {
        Peer ann = joined("fruit");
        Peer bob = joined("fruit");
        ann.presence("fruit", 7, 1, "{}").awaitReceived("presence 7@1={}");
        bob.awaitReceived("presence 7@1={}").step2("fruit", "").presence("fruit", 7, 1, "{}");
        bob.presence("fruit", 8, 1, "{}").awaitReceived("presence 8@1={}");
        assertThat(bob.received().stream().filter("presence 7@1={}"::equals)).hasSize(1);
        ann.disconnect();
        bob.awaitReceived("presence 7@1=null");
        assertThat(node.store
                        .heads(List.of(DocumentId.of("fruit")))
                        .get(DocumentId.of("fruit"))
                        .seq())
                .isZero();
    }

    private static long count(List<String> received, String line) {
        return received.stream().filter(line::equals).count();
    }
}
