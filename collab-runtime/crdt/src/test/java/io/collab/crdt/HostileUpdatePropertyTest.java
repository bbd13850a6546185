package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.DecodeLimits;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged updates: a document either rejects them and is unchanged, or integrates them and stays consistent. A failure
 * prints the seed; -Dcollab.seed=N repeats it.
 */
class HostileUpdatePropertyTest {

    private static final int RUNS = 25;

    @Test
    void damagedUpdatesAreRefusedOrHarmless() {
        Seeds.run(RUNS, HostileUpdatePropertyTest::run);
    }

    private static void run(long seed) {
        RandomPeers peers = new RandomPeers(seed, 2);
        for (int i = 0; i < 60; i++) {
            peers.edit(peers.random.nextInt(2));
        }
        byte[] good = peers.docs.get(0).encodeStateAsUpdate();
        YDoc doc = Documents.replicaOf(peers.docs.get(1).encodeStateAsUpdate());
        for (int i = 0; i < 200; i++) {
            byte[] bad = damage(peers.random, peers.random.nextBoolean() ? good : peers.all.get(i % peers.all.size()));
            byte[] before = doc.encodeStateAsUpdate();
            byte[] added;
            try {
                added = new UpdateAdmission(doc, DecodeLimits.DEFAULT).admit(bad);
            } catch (DecodeException e) {
                assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
                refuse(doc, bad, e);
                assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
                continue;
            }
            YDoc victim = Documents.replicaOf(before);
            victim.applyUpdate(bad);
            victim.checkInvariants();
            Documents.replicaOf(victim.encodeStateAsUpdate()).checkInvariants();
            if (added != null) {
                YDoc judged = Documents.replicaOf(before);
                judged.applyUpdate(added);
                judged.checkInvariants();
                assertThat(new UpdateAdmission(judged, DecodeLimits.DEFAULT).covers(added))
                        .isTrue();
            }
        }
        doc.applyUpdate(good);
        doc.checkInvariants();
        Documents.assertEqual(doc, Documents.replicaOf(good, peers.docs.get(1).encodeStateAsUpdate()));
    }

    private static void refuse(YDoc doc, byte[] bad, DecodeException refusal) {
        switch (refusal.reason()) {
            case TOO_DEEP, TOO_MUCH_PENDING, TOO_MUCH_WORK, CONFLICTING_CONTENT -> {
                // only the rules for untrusted updates can be the reason
            }
            default -> {
                try {
                    doc.applyUpdate(bad);
                } catch (DecodeException e) {
                    return;
                }
                throw new AssertionError("rejected by one and accepted by the other: " + Arrays.toString(bad));
            }
        }
    }

    private static byte[] damage(Random random, byte[] update) {
        byte[] bytes = update.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(5)) {
            case 0 -> bytes = Arrays.copyOf(bytes, at);
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bytes[at] = (byte) random.nextInt(256);
            case 3 -> {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(4));
                System.arraycopy(bytes, at + length, bytes, at, bytes.length - at - length);
                bytes = Arrays.copyOf(bytes, bytes.length - length);
            }
            default -> random.nextBytes(bytes);
        }
        return bytes;
    }
}
