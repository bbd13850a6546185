package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.testing.ListEngine;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.TestNode;
import io.collab.tck.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Clients of two nodes edit one list at the same time, for versions of different age. Every change is acknowledged exactly once,
 * and the log, all clients and a node that loads the document have the same list.
 */
class TotalOrderPropertyTest {
    private static final int EDITS = 120;

    @Test
    void concurrentChangesOfTwoNodesConverge() {
        for (int round = 0; round < 3; round++) {
            Seed.run(TotalOrderPropertyTest::editConcurrently);
        }
    }

    private static void editConcurrently(Random random) {
        MemoryDocumentStore store = new MemoryDocumentStore();
        MemoryBroadcastBus bus = new MemoryBroadcastBus();
        try (TestNode here = node(store, bus);
                TestNode there = node(store.share(), bus.share())) {
            List<Client> clients = List.of(new Client(here), new Client(here), new Client(there), new Client(there));
            for (int i = 0; i < EDITS; i++) {
                clients.get(random.nextInt(clients.size())).edit("w" + i, random);
                if (random.nextInt(20) == 0) {
                    clients.forEach(Client::awaitAcknowledged);
                }
            }
            clients.forEach(Client::awaitAcknowledged);
            clients.forEach(client -> await().until(() -> client.version() == EDITS));

            List<Commit> log = store.read(
                            DocumentId.of("list"), here.head("list").generation(), 0, 1 << 20)
                    .commits();
            List<String> words = new ArrayList<>();
            log.forEach(commit -> apply(words, ListEngine.Insert.of(commit.update())));
            assertThat(log.stream().map(Commit::seq))
                    .isEqualTo(LongStream.rangeClosed(1, EDITS).boxed().toList());
            assertThat(words).doesNotHaveDuplicates();
            assertThat(clients).allSatisfy(client -> assertThat(client.words()).isEqualTo(words));
            try (TestNode later = node(store.share(), bus.share())) {
                assertThat(new Client(later).words()).isEqualTo(words);
            }
            clients.forEach(Client::assertAcknowledgedOnce);
        }
    }

    private static TestNode node(MemoryDocumentStore store, MemoryBroadcastBus bus) {
        return new TestNode(new ListEngine(3), store, bus, SessionResources.Policy.DEFAULTS);
    }

    private static void apply(List<String> words, ListEngine.Insert insert) {
        assertThat(insert.version()).as("no gap before this change").isEqualTo(words.size());
        words.add(insert.position(), insert.word());
    }

    /** A client that shows what it has received, and sends changes for a version that it has shown. */
    private static final class Client {
        private final Peer peer;
        private int sent;

        Client(TestNode node) {
            peer = Peer.hocuspocus(node.connections).authenticate("list").step1("list", "none");
            peer.awaitReceived(received -> received.stream().anyMatch(line -> line.startsWith("step2")));
        }

        void edit(String word, Random random) {
            int version = Math.max(0, version() - random.nextInt(8));
            peer.edit("list", version + ":" + random.nextInt(version + 1) + ":" + word);
            sent++;
        }

        int version() {
            return words().size();
        }

        List<String> words() {
            List<String> words = new ArrayList<>();
            for (String line : peer.received()) {
                if (line.startsWith("step2 ")) {
                    words.clear();
                    words.addAll(ListEngine.words(line.substring(6).getBytes(StandardCharsets.UTF_8)));
                } else if (line.startsWith("edit ")) {
                    apply(words, ListEngine.Insert.of(line.substring(5)));
                }
            }
            return words;
        }

        void awaitAcknowledged() {
            await().until(() -> acknowledged() == sent);
        }

        void assertAcknowledgedOnce() {
            assertThat(acknowledged()).isEqualTo(sent);
            assertThat(peer.received()).doesNotContain("saved 0");
            assertThat(peer.closeCode()).isNull();
        }

        private long acknowledged() {
            return peer.received().stream().filter("saved 1"::equals).count();
        }
    }
}
