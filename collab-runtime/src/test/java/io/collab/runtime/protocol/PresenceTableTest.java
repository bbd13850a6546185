package io.collab.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ProtocolException;
import io.collab.crdt.lib0.Encoder;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PresenceTableTest {
    private final AtomicLong millis = new AtomicLong();
    private final PresenceTable table = new PresenceTable(millis::get, 3, 100);

    @Test
    void anEchoIsDroppedAndDoesNotChangeTheOwner() {
        byte[] sent = table.accept("ann", state(1, 1, "{}"));
        assertThat(sent).isEqualTo(state(1, 1, "{}"));
        assertThat(table.accept("bob", state(1, 1, "{}"))).isNull();
        assertThat(table.leave("bob")).isNull();
        assertThat(table.leave("ann")).isEqualTo(state(1, 1, "null"));
    }

    @Test
    void aLateEchoDoesNotRestoreARemovedKey() {
        table.accept("ann", state(1, 5, "{}"));
        table.leave("ann");
        assertThat(table.accept("bob", state(1, 5, "{}"))).isNull();
        millis.set(50_000);
        table.expire();
        assertThat(table.accept("bob", state(1, 5, "{}"))).isNull();
        assertThat(table.states()).isNull();
    }

    @Test
    void aClientThatReconnectsOwnsItsKeyAgain() {
        table.accept("ann", state(1, 1, "{}"));
        table.accept("ann", state(1, 2, "null"));
        table.accept("ann again", state(1, 3, "{}"));
        assertThat(table.leave("ann")).isNull();
        assertThat(table.leave("ann again")).isEqualTo(state(1, 3, "null"));
    }

    @Test
    void aStateThatIsNotRenewedIsRemovedAfterThirtySeconds() {
        table.accept("ann", state(1, 1, "{}"));
        millis.set(29_999);
        assertThat(table.expire()).isNull();
        millis.set(30_000);
        assertThat(table.expire()).isEqualTo(state(1, 1, "null"));
    }

    @Test
    void tooManyKeysTooLongAStateAndGarbageAreRefused() {
        for (int key = 1; key <= 3; key++) {
            table.accept("ann", state(key, 1, "{}"));
        }
        byte[] before = table.states();
        assertThatThrownBy(() -> table.accept("ann", state(4, 1, "{}"))).isInstanceOf(ProtocolException.class);
        String longState = "{\"a\":\"" + "x".repeat(100) + "\"}";
        assertThatThrownBy(() -> table.accept("ann", state(1, 2, longState))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> table.accept("ann", state(1, 2, "{not json"))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> table.accept("ann", new byte[] {1, 1})).isInstanceOf(ProtocolException.class);
        assertThat(table.states()).isEqualTo(before);
    }

    private static byte[] state(long client, long clock, String json) {
        Encoder out = new Encoder();
        out.writeVarUint(1);
        out.writeVarUint(client);
        out.writeVarUint(clock);
        out.writeVarString(json);
        return out.toByteArray();
    }
}
