package io.collab.crdt.internal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.collab.crdt.Documents;
import io.collab.crdt.RandomPeers;
import io.collab.crdt.Seeds;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.Updates;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * States of random documents, whole and damaged, loaded by the fast path and integrated struct by struct, which a
 * document with a listener does. A failure prints the seed; -Dcollab.seed=N repeats it.
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
        while (peers.docs.get(0).encodeStateAsUpdate().length < StateLoader.MIN_BYTES) {
            peers.edit(0);
        }
        byte[] state = peers.docs.get(0).encodeStateAsUpdate();
        assertSame(state);
        assertSame(Updates.merge(peers.all));
        assertSame(Updates.merge(peers.all.subList(peers.all.size() / 8, peers.all.size())));
        for (int i = 0; i < 40; i++) {
            assertSame(damage(peers.random, state));
        }
    }

    @Test
    void anUpdateThatIsNoStateIsUnfoldedOnce() {
        YDoc empty = new YDoc(YDocOptions.replica());
        YDoc other = new YDoc(YDocOptions.replica());
        Documents.record(other);
        byte[] later = laterHalf();
        assertThat(later).hasSizeGreaterThan(StateLoader.MIN_BYTES);
        long one = allocated(() -> other.applyUpdateV2(later));
        long two = allocated(() -> empty.applyUpdateV2(later));
        assertThat(two).isLessThan(one + one / 20);
        assertThat(empty.missing()).isEqualTo(other.missing());
    }

    /** An update that becomes pending, of many structs that are small in format 2. */
    private static byte[] laterHalf() {
        YDoc doc = Documents.doc(1);
        doc.getText("t").insert(0, "x");
        byte[] before = doc.encodeStateVector();
        for (int i = 0; i < 50_000; i++) {
            doc.getArray("a").insert(0, List.of(i));
        }
        return doc.encodeStateAsUpdateV2(before);
    }

    private static long allocated(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void assertSame(byte[] state) {
        assertSame(state, YDoc::applyUpdate);
        byte[] v2;
        try {
            v2 = Updates.convertV1ToV2(state);
        } catch (DecodeException e) {
            return; // a damaged one has no other format
        }
        assertSame(v2, YDoc::applyUpdateV2);
    }

    private static void assertSame(byte[] state, BiConsumer<YDoc, byte[]> method) {
        YDoc loaded = new YDoc(YDocOptions.replica());
        YDoc applied = new YDoc(YDocOptions.replica());
        applied.onUpdate((update, transaction) -> {});
        DecodeException refused = apply(applied, state, method);
        DecodeException refusedToo = apply(loaded, state, method);
        assertThat(refusedToo == null).isEqualTo(refused == null);
        loaded.checkInvariants();
        assertThat(loaded.encodeStateAsUpdate()).isEqualTo(applied.encodeStateAsUpdate());
        Documents.assertEqual(loaded, applied);
    }

    private static DecodeException apply(YDoc doc, byte[] update, BiConsumer<YDoc, byte[]> method) {
        try {
            method.accept(doc, update);
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
