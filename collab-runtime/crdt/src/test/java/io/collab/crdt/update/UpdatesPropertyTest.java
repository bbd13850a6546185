package io.collab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.Golden;
import io.collab.crdt.Seeds;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.YText;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Encoder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Functions on whole and damaged updates: the fast scanner and the verifying cursor return the same, and so do both
 * formats. A failure prints the seed; -Dcollab.seed=N repeats it.
 */
class UpdatesPropertyTest {

    private static final int RUNS = 40;
    private static final DecodeLimits LIMITS = DecodeLimits.TRUSTED;

    @Test
    void theFastScannerAgreesWithTheVerifyingCursor() {
        Seeds.run(RUNS, seed -> run(new Random(seed)));
    }

    private static void run(Random random) {
        List<Golden> lines = Golden.lines("updates.jsonl");
        Golden line = lines.get(random.nextInt(lines.size()));
        byte[] good = line.bytes("merged");
        byte[] state = line.bytes("sv");
        agree(good, state);
        agree(typed(random), new byte[] {0});
        byte[] v2 = Updates.convertV1ToV2(good);
        for (int i = 0; i < 100; i++) {
            agree(damage(random, good), state);
            agreeV2(damage(random, v2), state);
        }
    }

    /** Returns the state of a document with insertions and deletions at random positions: runs of all lengths. */
    private static byte[] typed(Random random) {
        long client = 1L << random.nextInt(53);
        YDoc doc = new YDoc(YDocOptions.of(() -> client));
        YText text = doc.getText("t");
        for (int i = 0; i < 400; i++) {
            int at = random.nextInt(text.length() + 1);
            String unit = random.nextInt(20) == 0 ? "ä" : "x";
            text.insert(at, unit.repeat(1 + random.nextInt(1 + random.nextInt(60))));
            if (random.nextBoolean()) {
                int from = random.nextInt(text.length());
                text.delete(from, 1 + random.nextInt(Math.min(9, text.length() - from)));
            }
        }
        byte[] update = doc.encodeStateAsUpdate();
        assertThat(Updates.encodeStateVectorFromUpdate(update)).isEqualTo(doc.encodeStateVector());
        return update;
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
        byte[] careful = carefulStateVector(UpdateFormat.V1.open(update, LIMITS));
        assertThat(Updates.encodeStateVectorFromUpdate(update)).isEqualTo(careful);
        assertThat(Updates.encodeStateVectorFromUpdateV2(v2)).isEqualTo(careful);
        assertThat(Updates.meta(update)).isEqualTo(Updates.metaV2(v2));
        Updates.validateV2(v2, LIMITS);
    }

    private static byte[] carefulStateVector(StructCursor in) {
        Map<Long, Long> state = new LinkedHashMap<>();
        while (in.next()) {
            if (in.content() != StructCursor.SKIP && in.clock() == state.getOrDefault(in.client(), 0L)) {
                state.put(in.client(), in.clockEnd());
            }
        }
        Encoder out = new Encoder();
        out.writeVarUint(state.size());
        state.forEach((client, clock) -> {
            out.writeVarUint(client);
            out.writeVarUint(clock);
        });
        return out.toByteArray();
    }

    private static void agreeV2(byte[] update, byte[] state) {
        byte[] v1;
        try {
            v1 = Updates.convertV2ToV1(update);
        } catch (DecodeException e) {
            eitherWay(() -> Updates.encodeStateVectorFromUpdateV2(update));
            return;
        }
        byte[] cut = Updates.convertV2ToV1(Updates.diffV2(update, state));
        // format 2 holds deleted ranges only in order
        assertThat(Updates.convertV1ToV2(cut)).isEqualTo(Updates.convertV1ToV2(Updates.diff(v1, state)));
        assertThat(Updates.encodeStateVectorFromUpdateV2(update)).isEqualTo(Updates.encodeStateVectorFromUpdate(v1));
    }

    /** A malformed part that is not read may be accepted; any exception other than a rejection is a failure. */
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
    void superfluousBytesInIdsAreLeftOutEvenWhereIdsAreSkipped() {
        byte[] padded = HexFormat.of().parseHex("0101070084850000" + "09616161616161616161" + "00");
        byte[] canonical = HexFormat.of().parseHex("01010700840500" + "09616161616161616161" + "00");
        assertThat(Updates.diff(padded, new byte[] {0})).isEqualTo(canonical);
        assertThat(Updates.encodeStateVectorFromUpdate(padded)).isEqualTo(new byte[] {1, 7, 9});
        assertThat(Updates.meta(padded).to()).containsEntry(7L, 9L);
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

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(DecodeException.class);
    }
}
