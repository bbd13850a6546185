package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.testing.ListEngine;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes with an engine that needs one order: conflicts, and changes for older versions. */
class TotalOrderTest {
    private final MemoryDocumentStore store = new MemoryDocumentStore();
    private final MemoryBroadcastBus bus = new MemoryBroadcastBus();
    private final TestNode here = node(store, bus);
    private final TestNode there = node(store.share(), bus.share());

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void aConflictIsPreparedAgainForTheNewVersionAndAcknowledgedOnce() {
        Peer ann = joined(here);
        Peer bob = joined(there);
        here.holdLog();
        ann.edit("fruit", "0:0:apple");
        await().until(() -> here.appends.get() == 1);
        bob.edit("fruit", "0:0:pear").awaitReceived("saved 1");
        ann.awaitReceived("edit 0:0:pear");
        here.releaseLog();

        ann.awaitReceived("saved 1").awaitReceived("edit 1:1:apple");
        bob.awaitReceived("edit 1:1:apple");
        assertThat(here.conflicts).hasValue(1);
        assertThat(ann.received()).containsOnlyOnce("saved 1");
        assertThat(here.head("fruit").seq()).isEqualTo(2);
    }

    @Test
    void aConflictWaitsUntilTheCommitsOfTheOtherNodeAreIntegrated() {
        try (TestNode withoutBus = node(store.share(), new MemoryBroadcastBus())) {
            Peer ann = joined(withoutBus);
            withoutBus.holdLog();
            ann.edit("fruit", "0:0:apple");
            await().until(() -> withoutBus.appends.get() == 1);
            joined(here).edit("fruit", "0:0:pear").awaitReceived("saved 1");
            withoutBus.releaseLog();

            ann.awaitReceived("saved 1").awaitReceived("edit 1:1:apple");
            assertThat(ann.received()).containsSubsequence("edit 0:0:pear", "edit 1:1:apple");
            assertThat(withoutBus.conflicts).hasValue(1);
        }
    }

    @Test
    void aChangeForAVersionThatTheReplicaNoLongerRemembersIsTransformedWithTheLog() {
        Peer ann = joined(here);
        for (int version = 0; version < 10; version++) {
            int acknowledged = version + 1;
            ann.edit("fruit", version + ":0:w" + version)
                    .awaitReceived(received ->
                            received.stream().filter("saved 1"::equals).count() == acknowledged);
        }
        Peer bob = joined(there).edit("fruit", "2:1:late");
        bob.awaitReceived("saved 1").awaitReceived("edit 10:9:late");
        ann.awaitReceived("edit 10:9:late");
    }

    private static TestNode node(MemoryDocumentStore store, MemoryBroadcastBus bus) {
        return new TestNode(new ListEngine(3), store, bus, SessionResources.Policy.DEFAULTS);
    }

    private static Peer joined(TestNode node) {
        Peer peer = Peer.hocuspocus(node.connections).authenticate("fruit").step1("fruit", "none");
        return peer.awaitReceived(received -> received.stream().anyMatch(line -> line.startsWith("step2")));
    }
}
