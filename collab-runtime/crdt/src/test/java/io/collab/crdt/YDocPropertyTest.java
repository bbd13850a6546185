package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StateVectors;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random peers and deliveries. A failure prints the seed; -Dcollab.seed=N repeats it. One replica receives only what
 * {@link UpdateAdmission} admits, at last the updates of all peers again, and must agree with the document that
 * receives everything.
 */
class YDocPropertyTest {

    private static final int RUNS = 25;
    private static final int STEPS = 250;
    private static final int DIFFS = 40;

    @Test
    void peersConvergeHoweverUpdatesAreDelivered() {
        Seeds.run(RUNS, YDocPropertyTest::run);
    }

    private static void run(long seed) {
        RandomPeers peers = new RandomPeers(seed, 3);
        YDoc server = new YDoc(YDocOptions.replica());
        for (int step = 0; step < STEPS; step++) {
            int peer = peers.random.nextInt(3);
            if (peers.inboxes.get(peer).isEmpty() || peers.random.nextInt(3) > 0) {
                peers.edit(peer);
            } else {
                peers.docs.get(peer).applyUpdate(peers.next(peer));
            }
            peers.docs.get(peer).checkInvariants();
            if (!peers.all.isEmpty()) {
                judge(server, peers.all.get(peers.random.nextInt(peers.all.size())));
            }
        }
        for (int peer = 0; peer < 3; peer++) {
            while (!peers.inboxes.get(peer).isEmpty()) {
                peers.docs.get(peer).applyUpdate(peers.next(peer));
            }
        }
        settle(peers);
        byte[] merged = Updates.merge(peers.all);
        judge(server, merged);
        YDoc expected = peers.docs.get(0);
        for (YDoc doc : List.of(peers.docs.get(1), peers.docs.get(2), server, Documents.replicaOf(merged))) {
            doc.checkInvariants();
            Documents.assertEqual(doc, expected);
        }
        assertParts(expected, 50 + peers.random.nextInt(2_000));
        assertDiffs(expected, peers.random);
    }

    /** The document and the bytes agree on what a replica lacks, also in the middle of a run or of garbage. */
    private static void assertDiffs(YDoc doc, Random random) {
        byte[] state = doc.encodeStateAsUpdate();
        for (int i = 0; i < DIFFS; i++) {
            Map<Long, Long> known = new TreeMap<>();
            doc.stateVector().forEach((client, clocks) -> known.put(client, random.nextLong(clocks)));
            byte[] from = StateVectors.encode(known);
            List<String> expected = structs(Updates.diff(state, from));
            assertThat(structs(doc.encodeStateAsUpdate(from))).isEqualTo(expected);
            assertThat(structs(Updates.convertV2ToV1(doc.encodeStateAsUpdateV2(from))))
                    .isEqualTo(expected);
        }
    }

    private static List<String> structs(byte[] update) {
        List<String> structs = new ArrayList<>();
        StructCursor at = new StructCursor(update, DecodeLimits.DEFAULT);
        while (at.next()) {
            structs.add(at.client() + ":" + at.clock() + "+" + at.length() + " is " + at.content() + " between "
                    + at.originClient() + ":" + at.originClock() + " and " + at.rightClient() + ":" + at.rightClock());
        }
        at.readDeleteSet();
        return structs;
    }

    /** The cleanup of formatting makes changes of its own, so the exchange continues until there are no updates. */
    private static void settle(RandomPeers peers) {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (int peer = 0; peer < 3; peer++) {
                while (!peers.inboxes.get(peer).isEmpty()) {
                    peers.docs.get(peer).applyUpdate(peers.inboxes.get(peer).remove(0));
                    busy = true;
                }
            }
        }
    }

    private static void judge(YDoc server, byte[] update) {
        UpdateAdmission known = new UpdateAdmission(server, DecodeLimits.DEFAULT);
        byte[] added = known.admit(update);
        boolean complete = known.missing().isEmpty();
        assertThat(known.covers(update)).isEqualTo(complete);
        if (added == null && complete) {
            YDoc untouched = Documents.replicaOf(server.encodeStateAsUpdate());
            server.applyUpdate(update);
            Documents.assertEqual(Documents.replicaOf(server.encodeStateAsUpdate()), untouched);
        } else if (added != null) {
            server.applyUpdate(added);
            assertThat(new UpdateAdmission(server, DecodeLimits.DEFAULT).admit(update))
                    .isNull();
        }
        server.checkInvariants();
    }

    private static void assertParts(YDoc doc, int maxBytes) {
        YDoc copy = new YDoc(YDocOptions.replica());
        for (byte[] part : doc.encodeStateAsUpdates(new byte[] {0}, maxBytes)) {
            assertThat(part.length).isLessThanOrEqualTo(maxBytes);
            copy.applyUpdate(part);
            assertThat(copy.hasPending()).isFalse();
        }
        Documents.assertEqual(copy, doc);
    }
}
