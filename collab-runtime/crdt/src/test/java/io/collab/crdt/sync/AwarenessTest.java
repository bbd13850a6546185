package io.collab.crdt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.Golden;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Encoder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwarenessTest {

    private long now = 1_000;
    private final Awareness table = new Awareness(() -> now, AwarenessLimits.DEFAULT);

    private static byte[] update(long client, long clock, String json) {
        Encoder out = new Encoder();
        out.writeVarUint(1);
        out.writeVarUint(client);
        out.writeVarUint(clock);
        out.writeVarString(json);
        return out.toByteArray();
    }

    private AwarenessChange apply(long client, long clock, String json) {
        return table.applyUpdate(update(client, clock, json), "test");
    }

    @Test
    void aLocalTableEncodesWhatYProtocolsEncodes() {
        Awareness local = new Awareness(1, () -> now, AwarenessLimits.DEFAULT);
        List<Golden> steps = Golden.lines("awareness.jsonl");
        assertThat(local.encodeUpdate(List.of(1L))).isEqualTo(steps.get(0).bytes("update"));
        for (Golden step : steps.subList(1, steps.size())) {
            Any state = step.any("state");
            local.setLocalState(state instanceof Any.Null ? null : state);
            assertThat(local.encodeUpdate(List.of(1L))).isEqualTo(step.bytes("update"));
        }
    }

    @Test
    void aFirstStateAtClockZeroIsIgnored() {
        assertThat(apply(7, 0, "{}").isEmpty()).isTrue();
        assertThat(table.states()).isEmpty();
    }

    @Test
    void onlyAcceptedEntriesAreReported() {
        assertThat(apply(7, 1, "{\"a\":1}").added()).containsExactly(7L);
        assertThat(apply(7, 1, "{\"a\":2}").isEmpty()).as("same clock").isTrue();
        AwarenessChange renewed = apply(7, 2, "{\"a\":1}");
        assertThat(renewed.updated()).containsExactly(7L);
        assertThat(renewed.changed()).isEmpty();
        assertThat(apply(7, 3, "{\"a\":2}").changed()).containsExactly(7L);
        assertThat(table.states()).isEqualTo(Map.of(7L, Any.of(Map.of("a", 2))));
    }

    @Test
    void nullAtTheSameClockRemovesAndALateDuplicateDoesNotRestore() {
        apply(7, 5, "{}");
        assertThat(apply(7, 5, "null").removed()).containsExactly(7L);
        assertThat(apply(7, 5, "{}").isEmpty()).isTrue();
        assertThat(apply(7, 5, "null").isEmpty()).isTrue();
        assertThat(apply(7, 6, "{}").updated())
                .as("a client that returns is updated, not added")
                .containsExactly(7L);
    }

    @Test
    void removedClocksAreKeptUntilPurged() {
        apply(7, 5, "{}");
        now += 10_000;
        assertThat(table.remove(List.of(7L, 8L), "closed").removed()).containsExactly(7L);
        assertThat(table.clock(7)).isEqualTo(5);
        now += 59_999;
        assertThat(table.purgeRemoved(60_000)).isZero();
        now += 1;
        assertThat(table.purgeRemoved(60_000)).isEqualTo(1);
        assertThat(apply(7, 5, "{}").added()).containsExactly(7L);
    }

    @Test
    void outdatedStatesAreRemoved() {
        apply(7, 1, "{}");
        now += 20_000;
        apply(8, 1, "{}");
        now += 10_000;
        AwarenessChange change = table.removeOutdated(Awareness.OUTDATED_MILLIS);
        assertThat(change.removed()).containsExactly(7L);
        assertThat(change.origin()).isEqualTo("timeout");
        assertThat(table.states()).containsOnlyKeys(8L);
        assertThat(table.encodeUpdate(List.of(7L))).isEqualTo(update(7, 1, "null"));
    }

    @Test
    void theOwnStateIsRenewedInTimeAndNeverOutdated() {
        Awareness own = new Awareness(1, () -> now, AwarenessLimits.DEFAULT);
        now += Awareness.OUTDATED_MILLIS / 2 - 1;
        assertThat(own.renewLocal(Awareness.OUTDATED_MILLIS / 2).isEmpty()).isTrue();
        now += 1;
        AwarenessChange renewed = own.renewLocal(Awareness.OUTDATED_MILLIS / 2);
        assertThat(renewed.updated()).containsExactly(1L);
        assertThat(renewed.changed()).isEmpty();
        assertThat(own.clock(1)).isEqualTo(1);
        now += Awareness.OUTDATED_MILLIS;
        assertThat(own.removeOutdated(Awareness.OUTDATED_MILLIS).isEmpty()).isTrue();
        own.setLocalState(null);
        assertThat(own.renewLocal(0).isEmpty()).as("offline").isTrue();
        assertThat(table.renewLocal(0).isEmpty()).as("no client of its own").isTrue();
    }

    @Test
    void theLocalStateCannotBeRemovedByOthers() {
        Awareness local = new Awareness(1, () -> now, AwarenessLimits.DEFAULT);
        AwarenessChange change = local.applyUpdate(update(1, 0, "null"), null);
        assertThat(change.removed()).containsExactly(1L);
        assertThat(local.states()).containsKey(1L);
        assertThat(local.clock(1)).isEqualTo(1);
    }

    @Test
    void theLocalClockCannotBeExhaustedByOthers() {
        Awareness local = new Awareness(1, () -> now, AwarenessLimits.DEFAULT);
        local.applyUpdate(update(1, (1L << 53) - 1, "null"), null);
        assertThat(table.applyUpdate(local.encodeUpdate(List.of(1L)), null).isEmpty())
                .as("a first state at clock 0")
                .isTrue();
        local.setLocalState(Any.of(Map.of("n", 1)));
        assertThat(table.applyUpdate(local.encodeUpdate(List.of(1L)), null).added())
                .containsExactly(1L);
    }

    @Test
    void theNullOfJsonIsNoState() {
        Awareness local = new Awareness(1, () -> now, AwarenessLimits.DEFAULT);
        assertThat(local.setLocalState(Any.NULL).removed()).containsExactly(1L);
        assertThat(local.states()).isEmpty();
        assertThat(local.renewLocal(0).isEmpty()).isTrue();
    }

    @Test
    void aMalformedOrOversizedUpdateChangesNothing() {
        Awareness small = new Awareness(
                () -> now,
                AwarenessLimits.DEFAULT.withMaxEntries(2).withMaxStateLength(10).withMaxDepth(2));
        small.applyUpdate(update(1, 1, "{}"), null);
        small.applyUpdate(update(2, 1, "{}"), null);
        for (byte[] bad : List.of(
                update(3, 1, "{}"),
                update(1, 2, "{\"a\":123456}"),
                update(1, 2, "[[[]]]"),
                update(1, 2, "nul"),
                new byte[] {3},
                new byte[] {(byte) 0xff, (byte) 0xff, 3, 1})) {
            assertThatThrownBy(() -> small.applyUpdate(bad, null)).isInstanceOf(DecodeException.class);
        }
        assertThat(small.size()).isEqualTo(2);
        assertThat(small.clock(1)).isEqualTo(1);
    }
}
