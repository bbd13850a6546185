package io.collab.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.update.Updates;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every number of a {@link Tally}, from a situation that causes it. */
class LedgerTest {
    private static final long FIRST = 100;

    private final Ledger ledger = new Ledger(1, 2, FIRST);

    @Test
    void completeDocumentsAreRight() {
        make(0, 3);
        make(1, 2);
        ledger.acknowledge(0, 3);
        assertThat(check(update(0, 0, 3), update(1, 0, 2))).isEqualTo(new Tally(3, 5, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void anAcknowledgedTokenThatIsAbsentIsLost() {
        make(0, 3);
        ledger.acknowledge(0, 2);
        assertThat(check(update(0, 0, 1))).isEqualTo(new Tally(2, 1, 1, 0, 0, 0, 0, 2));
    }

    @Test
    void aShownTokenThatIsAbsentHasVanished() {
        make(0, 3);
        ledger.see(0, 3);
        assertThat(check(update(0, 0, 1)).vanished()).isEqualTo(2);
    }

    @Test
    void theSameTextUnderAnotherIdIsDuplicated() {
        make(0, 2);
        assertThat(check(update(0, 0, 2), Tokens.update(0, 7_777, 0, 2)).duplicated())
                .isEqualTo(2);
    }

    @Test
    void aHoleInTheMiddleIsAGap() {
        make(0, 3);
        assertThat(check(update(0, 0, 1), update(0, 2, 3))).isEqualTo(new Tally(0, 2, 0, 0, 0, 0, 1, 1));
    }

    @Test
    void aTokenOfNoWriterIsAPhantom() {
        make(0, 1);
        assertThat(check(update(0, 0, 2)).phantoms()).isEqualTo(1);
    }

    @Test
    void tokensCreatedAfterTheStateFileAreAdopted() {
        make(0, 1);
        assertThat(ledger.check(List.of(update(0, 0, 4)), true)).isEqualTo(new Tally(0, 4, 0, 0, 0, 0, 0, 0));
        assertThat(ledger.made(0)).isEqualTo(4);
    }

    @Test
    void theEngineReadsTheTokensThatAreEncodedByHand() {
        YDoc document = new YDoc(YDocOptions.of(() -> 5));
        document.applyUpdate(update(0, 0, 2));
        document.applyUpdate(update(0, 2, 3));
        assertThat(document.getArray("tokens").length()).isEqualTo(3);
        assertThat(check(document.encodeStateAsUpdate()).found()).isEqualTo(3);
    }

    @Test
    void somethingElseInADocumentIsRefused() {
        YDoc document = new YDoc(YDocOptions.of(() -> 5));
        document.getText("other").insert(0, "x");
        assertThatThrownBy(() -> check(document.encodeStateAsUpdate())).isInstanceOf(IllegalStateException.class);
    }

    private Tally check(byte[]... updates) {
        return ledger.check(List.of(Updates.merge(List.of(updates))), false);
    }

    private byte[] update(int writer, long from, long to) {
        return Tokens.update(writer, ledger.client(writer), from, to);
    }

    private void make(int writer, int count) {
        for (int i = 0; i < count; i++) {
            ledger.make(writer);
        }
    }
}
