package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.Updates;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cost of an update that becomes pending does not depend on the data that is pending already. */
class PendingCostTest {

    private static final int UPDATES = 8_000;
    private static final long MOST_BYTES_PER_UPDATE = 10_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Returns updates of which all but the first need the ones before them. */
    private static List<byte[]> typed() {
        YDoc doc = Documents.doc(7);
        List<byte[]> updates = Documents.record(doc);
        for (int i = 0; i < UPDATES; i++) {
            doc.getText("t").insert(0, "a");
        }
        return updates;
    }

    private static void receive(YDoc server, byte[] update) {
        server.applyUpdate(new UpdateAdmission(server, DecodeLimits.DEFAULT).admit(update));
    }

    @Test
    void manyUpdatesWithAMissingCauseCostNoMoreThanTheirSize() {
        List<byte[]> updates = typed();
        YDoc server = new YDoc(YDocOptions.replica());
        long before = THREADS.getCurrentThreadAllocatedBytes();
        updates.subList(1, UPDATES).forEach(update -> receive(server, update));
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("allocated bytes, which grow with the work")
                .isLessThan(UPDATES * MOST_BYTES_PER_UPDATE);
        assertThat(server.missing()).hasSize(1);
        receive(server, updates.get(0));
        assertThat(server.hasPending()).isFalse();
        assertThat(server.getText("t").length()).isEqualTo(UPDATES);
    }

    @Test
    void manyPendingDeletionsCostNoMoreThanTheirSize() {
        List<byte[]> updates = typed();
        YDoc deleting = Documents.replicaOf(Updates.merge(updates));
        List<byte[]> deletions = Documents.record(deleting);
        for (int i = 0; i < UPDATES / 4; i++) {
            deleting.getText("t").delete(i, 1);
        }
        YDoc server = new YDoc(YDocOptions.replica());
        receive(server, Updates.merge(updates.subList(1, UPDATES)));
        long before = THREADS.getCurrentThreadAllocatedBytes();
        deletions.forEach(update -> receive(server, update));
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("allocated bytes, which grow with the work")
                .isLessThan(deletions.size() * MOST_BYTES_PER_UPDATE);
        receive(server, updates.get(0));
        assertThat(server.hasPending()).isFalse();
        assertThat(server.getText("t").length()).isEqualTo(UPDATES - UPDATES / 4);
    }

    /** Merging later and all at once writes the same bytes as merging after every update, as Yjs does. */
    @Test
    void pendingUpdatesAreEncodedAsIfMergedOneByOne() {
        Seeds.run(20, seed -> {
            Random random = new Random(seed);
            RandomPeers peers = new RandomPeers(seed, 3);
            for (int i = 0; i < 120; i++) {
                peers.edit(random.nextInt(3));
                int peer = random.nextInt(3);
                if (!peers.inboxes.get(peer).isEmpty()) {
                    peers.docs.get(peer).applyUpdate(peers.next(peer));
                }
            }
            List<byte[]> updates = new ArrayList<>(peers.all);
            Collections.shuffle(updates, random);
            YDoc lazy = new YDoc(YDocOptions.replica());
            YDoc eager = new YDoc(YDocOptions.replica());
            for (byte[] update : updates) {
                lazy.applyUpdate(update);
                eager.applyUpdate(update);
                eager.encodeStateAsUpdate();
            }
            assertThat(lazy.encodeStateAsUpdate()).isEqualTo(eager.encodeStateAsUpdate());
            assertThat(lazy.encodeStateAsUpdateV2()).isEqualTo(eager.encodeStateAsUpdateV2());
        });
    }
}
