package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.Updates;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * States of random documents, whole and damaged, loaded the short way and taken the long way, which a document with a
 * listener does. A failure prints the seed; run it again with -Dcollab.seed=N.
 */
class StateLoaderPropertyTest {

    private static final int RUNS = 20;

    @Test
    void loadingIsTheSameAsApplying() {
        Seeds.run(RUNS, StateLoaderPropertyTest::run);
    }

    private static void run(long seed) {
        RandomPeers peers = new RandomPeers(seed, 3);
        for (int step = 0; step < 300; step++) {
            int peer = peers.random.nextInt(3);
            if (peers.inboxes.get(peer).isEmpty() || peers.random.nextInt(3) > 0) {
                peers.edit(peer);
            } else {
                peers.docs.get(peer).applyUpdate(peers.next(peer));
            }
        }
        while (peers.docs.get(0).encodeStateAsUpdate().length < StateLoader.WORTHWHILE) {
            peers.edit(0);
        }
        byte[] state = peers.docs.get(0).encodeStateAsUpdate();
        assertSame(state);
        assertSame(Updates.merge(peers.all));
        for (int i = 0; i < 40; i++) {
            assertSame(damage(peers.random, state));
        }
    }

    private static void assertSame(byte[] state) {
        YDoc loaded = new YDoc(YDocOptions.replica());
        YDoc applied = new YDoc(YDocOptions.replica());
        applied.onUpdate((update, transaction) -> {});
        DecodeException refused = apply(applied, state);
        DecodeException refusedToo = apply(loaded, state);
        assertThat(refusedToo == null).isEqualTo(refused == null);
        loaded.checkInvariants();
        assertThat(loaded.encodeStateAsUpdate()).isEqualTo(applied.encodeStateAsUpdate());
        Documents.assertEqual(loaded, applied);
    }

    private static DecodeException apply(YDoc doc, byte[] update) {
        try {
            doc.applyUpdate(update);
            return null;
        } catch (DecodeException e) {
            return e;
        }
    }

    private static byte[] damage(Random random, byte[] update) {
        byte[] bytes = update.clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }
}
