package io.collab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.Golden;
import io.collab.crdt.lib0.DecodeException;
import java.util.Arrays;
import java.util.List;
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
    }
}
