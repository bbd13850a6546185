package io.collab.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.benchmarks.wire.TypedText;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import org.junit.jupiter.api.Test;

/** The measuring of one phase after the other, and the check of documents whose clients were closed. */
class PairsTest {
    private static final TypedText TEXT = new TypedText(1);

    @Test
    void eachPhaseIsMeasuredApart() {
        Meter meter = new Meter();
        meter.window(0, Long.MAX_VALUE);
        for (int millis = 1; millis <= 100; millis++) {
            meter.delivered(0, millis * 1_000_000L);
        }
        LoadResult.Quantiles first = LoadResult.Quantiles.ofMicros(meter.delivery());
        assertThat(first.count()).isEqualTo(100);
        assertThat(first.p50()).isBetween(50.0, 50.1);
        assertThat(first.p99()).isBetween(99.0, 99.1);
        meter.refuse("closed with 1011");
        meter.duplicated(2);
        assertThat(meter.refusals()).containsExactly("closed with 1011");

        meter.reset();
        assertThat(meter.refused()).isZero();
        assertThat(meter.refusals()).isEmpty();
        assertThat(meter.duplicated()).isZero();
        meter.window(200_000_000, Long.MAX_VALUE);
        meter.delivered(199_000_000, 300_000_000); // due before the phase
        meter.delivered(200_000_000, 207_000_000);
        LoadResult.Quantiles second = LoadResult.Quantiles.ofMicros(meter.delivery());
        assertThat(second.count()).isEqualTo(1);
        assertThat(second.p99()).isBetween(7.0, 7.1);
    }

    @Test
    void aClosedClientMustHaveWhatWasAcknowledged() {
        LoadDocument document = new LoadDocument("one", 100, 1, 10);
        for (int edit = 0; edit < 5; edit++) {
            document.sending(0, 0);
        }
        assertThat(Convergence.fault(document, TEXT, content(3), writer -> 3)).isNull();
        assertThat(Convergence.fault(document, TEXT, content(4), writer -> 3)).isNull();
        assertThat(Convergence.fault(document, TEXT, content(2), writer -> 3)).contains("has typed 5 characters, 2");
        assertThat(Convergence.fault(document, TEXT, content(6), writer -> 3)).contains("has typed 5 characters, 6");
    }

    private static byte[] content(int edits) {
        YDoc document = new YDoc(YDocOptions.of(() -> 5));
        for (int edit = 0; edit < edits; edit++) {
            document.applyUpdate(TEXT.edit(100, edit));
        }
        return document.encodeStateAsUpdate();
    }
}
