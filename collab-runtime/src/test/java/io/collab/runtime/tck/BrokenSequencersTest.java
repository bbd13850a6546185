package io.collab.runtime.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.DocumentStore;
import io.collab.tck.SequencerTck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each sequencer in this test has one defect, and the rule against the defect reports it. */
class BrokenSequencersTest {
    @TestFactory
    Stream<DynamicTest> everyDefectIsReportedByItsRule() {
        return BrokenSequencers.all().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        "rule " + entry.getKey(),
                        () -> Kits.assertReported(
                                new BrokenKit(entry.getValue()),
                                entry.getKey(),
                                entry.getValue().message())));
    }

    @Test
    void everyRuleHasABrokenSequencer() {
        assertThat(new ArrayList<>(BrokenSequencers.all().keySet())).isEqualTo(Kits.numbersOf(SequencerTck.class));
    }

    private static final class BrokenKit extends StoreSequencerTckTest {
        private final BrokenSequencers.Broken broken;

        BrokenKit(BrokenSequencers.Broken broken) {
            this.broken = broken;
        }

        @Override
        protected Sequencer openSequencer(DocumentStore store, BroadcastBus bus) {
            return broken.breaking().apply(super.openSequencer(store, bus), store);
        }

        @Override
        protected Duration patience() {
            return Duration.ofSeconds(2);
        }
    }
}
