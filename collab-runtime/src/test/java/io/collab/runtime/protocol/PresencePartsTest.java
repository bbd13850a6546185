package io.collab.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresencePartsTest {
    @Test
    void anUpdateThatFitsIsNotDivided() {
        byte[] update = update("{}", "{}");
        assertThat(PresenceParts.of(update, update.length).updates()).containsExactly(update);
    }

    @Test
    void everyStateIsInOnePartAndNoPartIsTooLarge() {
        List<String> states = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            states.add("\"" + "x".repeat(i % 90) + "\"");
        }
        for (int maxBytes = 100; maxBytes < 400; maxBytes++) {
            PresenceParts parts = PresenceParts.of(update(states.toArray(String[]::new)), maxBytes);
            int max = maxBytes;
            assertThat(parts.updates()).allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(max));
            assertThat(parts.updates().stream().flatMap(part -> states(part).stream()))
                    .containsExactlyElementsOf(states);
            assertThat(parts.dropped()).isZero();
        }
    }

    @Test
    void aStateThatIsLargerThanAPartIsDroppedAndCounted() {
        PresenceParts parts = PresenceParts.of(update("1", "\"" + "x".repeat(100) + "\"", "2"), 50);
        assertThat(parts.updates())
                .singleElement()
                .satisfies(part -> assertThat(states(part)).containsExactly("1", "2"));
        assertThat(parts.dropped()).isEqualTo(1);
    }

    @Test
    void nothingIsLeftOfAnUpdateWhoseOnlyStateIsTooLarge() {
        PresenceParts parts = PresenceParts.of(update("\"" + "x".repeat(100) + "\""), 50);
        assertThat(parts.updates()).isEmpty();
        assertThat(parts.dropped()).isEqualTo(1);
    }

    private static byte[] update(String... states) {
        Encoder out = new Encoder();
        out.writeVarUint(states.length);
        for (int i = 0; i < states.length; i++) {
            out.writeVarUint(1_000 + i);
            out.writeVarUint(1);
            out.writeVarString(states[i]);
        }
        return out.toByteArray();
    }

    private static List<String> states(byte[] update) {
        List<String> states = new ArrayList<>();
        Decoder in = new Decoder(update);
        for (long left = in.readVarUint(); left > 0; left--) {
            in.readVarUint();
            in.readVarUint();
            states.add(in.readVarString());
        }
        in.expectEnd();
        return states;
    }
}
