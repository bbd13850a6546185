package io.collab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.Golden;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Golden bytes of npm yjs: src/test/interop/golden.mjs. */
class UpdatesInteropTest {

    @Test
    void mergeDiffAndStateVectorsAreThoseOfYjs() {
        for (Golden line : Golden.lines("updates.jsonl")) {
            List<byte[]> updates = line.listOfBytes("updates");
            byte[] merged = Updates.merge(updates);
            assertThat(merged).isEqualTo(line.bytes("merged"));
            assertThat(Updates.diff(merged, line.bytes("sv"))).isEqualTo(line.bytes("diff"));
            assertThat(Updates.encodeStateVectorFromUpdate(merged)).isEqualTo(line.bytes("svOf"));
        }
    }

    @Test
    void functionsOnFormatTwoAndBetweenTheFormatsAreThoseOfYjs() {
        for (Golden line : Golden.lines("updates-v2.jsonl")) {
            List<byte[]> converted = line.listOfBytes("updates").stream()
                    .map(Updates::convertV1ToV2)
                    .toList();
            assertThat(converted).containsExactlyElementsOf(line.listOfBytes("converted"));
            byte[] merged = Updates.mergeV2(converted);
            assertThat(merged).isEqualTo(line.bytes("merged"));
            assertThat(Updates.convertV2ToV1(merged)).isEqualTo(line.bytes("mergedV1"));
            assertThat(Updates.diffV2(merged, line.bytes("sv"))).isEqualTo(line.bytes("diff"));
            assertThat(Updates.encodeStateVectorFromUpdateV2(merged)).isEqualTo(line.bytes("svOf"));
            UpdateMeta meta = new UpdateMeta(clocks(line.any("from")), clocks(line.any("to")));
            assertThat(Updates.metaV2(merged)).isEqualTo(meta);
            assertThat(Updates.meta(line.bytes("mergedV1"))).isEqualTo(meta);
        }
    }

    @Test
    void obfuscatedUpdatesAreThoseOfYjs() {
        for (Golden line : Golden.lines("obfuscated.jsonl")) {
            ObfuscatorOptions options = ObfuscatorOptions.ALL
                    .withFormatting(flag(line, "formatting"))
                    .withSubdocs(flag(line, "subdocs"))
                    .withYxml(flag(line, "yxml"));
            assertThat(Updates.obfuscate(line.bytes("state"), options)).isEqualTo(line.bytes("obfuscated"));
            assertThat(Updates.obfuscateV2(line.bytes("stateV2"), options)).isEqualTo(line.bytes("obfuscatedV2"));
        }
    }

    private static boolean flag(Golden line, String name) {
        return ((Any.Bool) line.any(name)).value();
    }

    private static Map<Long, Long> clocks(Any object) {
        Map<Long, Long> clocks = new HashMap<>();
        ((Any.Obj) object)
                .entries()
                .forEach((client, clock) -> clocks.put(Long.valueOf(client), (long) ((Any.Num) clock).value()));
        return clocks;
    }

    @Test
    void everyStrictPrefixIsRefused() {
        for (Golden line : Golden.lines("updates.jsonl").subList(0, 10)) {
            byte[] update = line.bytes("merged");
            Updates.validate(update, DecodeLimits.DEFAULT);
            for (int i = 0; i < update.length; i++) {
                byte[] prefix = Arrays.copyOf(update, i);
                assertThatThrownBy(() -> Updates.validate(prefix, DecodeLimits.DEFAULT))
                        .isInstanceOf(DecodeException.class);
            }
        }
    }

    @Test
    void nothingAndEmptyUpdatesMergeToTheEmptyUpdate() {
        byte[] empty = {0, 0};
        assertThat(Updates.merge(List.of())).isEqualTo(empty);
        assertThat(Updates.merge(List.of(empty, empty))).isEqualTo(empty);
        assertThat(Updates.isEmpty(empty)).isTrue();
        byte[] emptyV2 = Updates.convertV1ToV2(empty);
        assertThat(Updates.mergeV2(List.of())).isEqualTo(emptyV2);
        assertThat(Updates.isEmptyV2(emptyV2)).isTrue();
    }
}
