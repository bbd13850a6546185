package io.collab.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.Encoder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PresenceTableTest {
    private final AtomicLong millis = new AtomicLong();
    private final PresenceTable table = new PresenceTable(millis::get, new PresenceTable.Limits(6, 3, 100, 400));

    @Test
    void anEchoIsDroppedAndDoesNotChangeTheOwner() {
        byte[] update = table.accept("ann", state(1, 1, "{}"));
        assertThat(update).isEqualTo(state(1, 1, "{}"));
        assertThat(table.accept("bob", state(1, 1, "{}"))).isNull();
        assertThat(table.leave(List.of("bob"))).isNull();
        assertThat(table.leave(List.of("ann"))).isEqualTo(state(1, 1, "null"));
    }

    @Test
    void aLateEchoDoesNotRestoreARemovedKey() {
        table.accept("ann", state(1, 5, "{}"));
        table.leave(List.of("ann"));
        assertThat(table.accept("bob", state(1, 5, "{}"))).isNull();
        millis.set(50_000);
        table.expire();
        assertThat(table.accept("bob", state(1, 5, "{}"))).isNull();
        assertThat(table.states()).isNull();
    }

    @Test
    void aClientThatReturnsOwnsItsKeyAgain() {
        table.accept("ann", state(1, 1, "{}"));
        table.accept("ann", state(1, 2, "null"));
        table.accept("ann again", state(1, 3, "{}"));
        assertThat(table.leave(List.of("ann"))).isNull();
        assertThat(table.leave(List.of("ann again"))).isEqualTo(state(1, 3, "null"));
    }

    @Test
    void theEndOfAnOldConnectionDoesNotRemoveAClientThatHasReconnected() {
        table.accept("old", state(1, 4, "{}"));
        assertThat(table.accept("new", state(1, 4, "{}"))).isNull();
        table.claim("new", state(1, 4, "{}"));
        assertThat(table.leave(List.of("old"))).isNull();
        assertThat(table.leave(List.of("new"))).isEqualTo(state(1, 4, "null"));
    }

    @Test
    void aClaimByAnotherClientDoesNotRemoveTheKeyOfALiveOne() {
        table.accept("ann", state(1, 4, "{}"));
        table.claim("viewer", state(1, 4, "{}"));
        assertThat(table.leave(List.of("viewer"))).isNull();
        assertThat(table.leave(List.of("ann"))).isEqualTo(state(1, 4, "null"));
    }

    @Test
    void manyThatLeaveTogetherAreOneUpdate() {
        table.accept("ann", state(1, 1, "{}"));
        table.accept("bob", state(2, 1, "{}"));
        Encoder both = new Encoder();
        both.writeVarUint(2);
        for (int key = 1; key <= 2; key++) {
            entry(both, key, 1, "null");
        }
        assertThat(table.leave(List.of("ann", "bob"))).isEqualTo(both.toByteArray());
    }

    @Test
    void aKeyThatIsNotRenewedIsRemovedAfterThirtySeconds() {
        table.accept("ann", state(1, 1, "{}"));
        millis.set(29_999);
        assertThat(table.expire()).isNull();
        millis.set(30_000);
        assertThat(table.expire()).isEqualTo(state(1, 1, "null"));
    }

    @Test
    void whatIsUnreadableOrOverALimitIsDroppedAndCounted() {
        for (int key = 1; key <= 3; key++) {
            table.accept("ann", state(key, 1, "{}"));
        }
        byte[] before = table.states();
        String longState = "{\"a\":\"" + "x".repeat(100) + "\"}";
        assertThat(table.accept("ann", state(4, 1, "{}"))).isNull();
        assertThat(table.accept("ann", state(1, 2, longState))).isNull();
        assertThat(table.accept("ann", state(1, 2, "{not json"))).isNull();
        assertThat(table.accept("ann", new byte[] {1, 1})).isNull();
        assertThat(table.states()).isEqualTo(before);
        assertThat(table.dropped()).isEqualTo(4);
    }

    @Test
    void theKeysOfOneParticipantLeaveRoomForOthers() {
        for (int key = 1; key <= 10; key++) {
            table.accept("flooder", state(key, 1, "{}"));
        }
        assertThat(table.accept("newcomer", state(77, 1, "{}"))).isEqualTo(state(77, 1, "{}"));
    }

    @Test
    void theStatesTogetherHaveALimitAndMayStillBeReplacedAndRemoved() {
        String state = "{\"a\":\"" + "x".repeat(85) + "\"}";
        for (int key = 1; key <= 4; key++) {
            table.acceptFromNode("other", state(key, 1, state));
        }
        assertThat(table.acceptFromNode("other", state(5, 1, state))).isNull();
        assertThat(table.acceptFromNode("other", state(4, 2, state))).isNotNull();
        assertThat(table.acceptFromNode("other", state(4, 3, "null"))).isNotNull();
        assertThat(table.acceptFromNode("other", state(5, 1, state))).isNotNull();
    }

    @Test
    void theStatesAreEncodedOncePerChange() {
        table.accept("ann", state(1, 1, "{}"));
        byte[] first = table.states();
        assertThat(table.states()).isSameAs(first);
        table.accept("bob", state(2, 1, "{}"));
        assertThat(table.states()).isNotEqualTo(first);
    }

    private static byte[] state(long client, long clock, String json) {
        Encoder out = new Encoder();
        out.writeVarUint(1);
        entry(out, client, clock, json);
        return out.toByteArray();
    }

    private static void entry(Encoder out, long client, long clock, String json) {
        out.writeVarUint(client);
        out.writeVarUint(clock);
        out.writeVarString(json);
    }
}
