package io.collab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.Golden;
import io.collab.crdt.lib0.DecodeException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Functions on whole and damaged updates: the fast way, which skips what it does not need, gives what the careful way
 * gives, and both formats give the same. A failure prints the seed; run it again with -Dcollab.seed=N.
 */
class UpdatesPropertyTest {

    private static final int RUNS = 40;
    private static final DecodeLimits LIMITS = DecodeLimits.TRUSTED;

    @Test
    void theFastWayAgreesWithTheCarefulOne() {
        Long only = Long.getLong("collab.seed");
        long first = only == null ? System.nanoTime() : only;
        for (long seed = first; seed < first + (only == null ? RUNS : 1); seed++) {
            try {
                run(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("-Dcollab.seed=" + seed, e);
            }
        }
    }

    private static void run(Random random) {
        List<Golden> lines = Golden.lines("updates.jsonl");
        Golden line = lines.get(random.nextInt(lines.size()));
        byte[] good = line.bytes("merged");
        byte[] state = line.bytes("sv");
        agree(good, state);
        byte[] v2 = Updates.convertV1ToV2(good);
        for (int i = 0; i < 100; i++) {
            agree(damage(random, good), state);
            agreeV2(damage(random, v2), state);
        }
    }

    private static void agree(byte[] update, byte[] state) {
        byte[] cut;
        try {
            cut = Updates.diff(UpdateFormat.V1.open(update, LIMITS), state, UpdateFormat.V1.writer());
        } catch (DecodeException e) {
            eitherWay(() -> Updates.diff(update, state));
            eitherWay(() -> Updates.encodeStateVectorFromUpdate(update));
            eitherWay(() -> Updates.meta(update));
            return;
        }
        assertThat(Updates.diff(update, state)).isEqualTo(cut);
        byte[] v2 = Updates.convertV1ToV2(update);
        assertThat(Updates.encodeStateVectorFromUpdate(update)).isEqualTo(Updates.encodeStateVectorFromUpdateV2(v2));
        assertThat(Updates.meta(update)).isEqualTo(Updates.metaV2(v2));
        Updates.validateV2(v2, LIMITS);
    }

    private static void agreeV2(byte[] update, byte[] state) {
        byte[] v1;
        try {
            v1 = Updates.convertV2ToV1(update);
        } catch (DecodeException e) {
            eitherWay(() -> Updates.encodeStateVectorFromUpdateV2(update));
            return;
        }
        assertThat(Updates.convertV2ToV1(Updates.diffV2(update, state))).isEqualTo(Updates.diff(v1, state));
        assertThat(Updates.encodeStateVectorFromUpdateV2(update)).isEqualTo(Updates.encodeStateVectorFromUpdate(v1));
    }

    /** What is malformed where nobody looks may be passed; anything but an answer or a refusal is a failure. */
    private static void eitherWay(Runnable call) {
        try {
            call.run();
        } catch (DecodeException e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    private static byte[] damage(Random random, byte[] update) {
        byte[] bytes = update.clone();
        int at = random.nextInt(bytes.length);
        if (random.nextInt(4) == 0) {
            System.arraycopy(update, at, bytes, Math.max(at - 1, 0), bytes.length - at);
        } else {
            bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    @Test
    void everyStrictPrefixIsRefusedByAll() {
        byte[] update = Golden.lines("updates.jsonl").get(3).bytes("merged");
        byte[] v2 = Updates.convertV1ToV2(update);
        for (int i = 0; i < update.length; i++) {
            byte[] prefix = Arrays.copyOf(update, i);
            assertRefused(() -> Updates.diff(prefix, new byte[] {0}));
            assertRefused(() -> Updates.encodeStateVectorFromUpdate(prefix));
            assertRefused(() -> Updates.meta(prefix));
        }
        for (int i = 0; i < v2.length; i++) {
            byte[] prefix = Arrays.copyOf(v2, i);
            assertRefused(() -> Updates.mergeV2(List.of(v2, prefix)));
            assertRefused(() -> Updates.diffV2(prefix, new byte[] {0}));
            assertRefused(() -> Updates.encodeStateVectorFromUpdateV2(prefix));
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(DecodeException.class);
    }
}
