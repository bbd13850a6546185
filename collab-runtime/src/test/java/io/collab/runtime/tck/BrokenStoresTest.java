package io.collab.runtime.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.tck.DocumentStoreTck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each store in this test has one defect, and the rule against the defect reports it. */
class BrokenStoresTest {
    private final Map<Integer, BrokenStores.Broken> all = all();

    @TestFactory
    Stream<DynamicTest> everyDefectIsReportedByItsRule() {
        return all.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest("rule " + entry.getKey(), () -> {
                    BrokenStores.Broken broken = entry.getValue();
                    Kits.assertReported(new BrokenStoreKit(broken.breaking()), entry.getKey(), broken.message());
                }));
    }

    @Test
    void everyRuleHasABrokenStore() {
        assertThat(new ArrayList<>(all.keySet())).isEqualTo(Kits.numbersOf(DocumentStoreTck.class));
    }

    private static Map<Integer, BrokenStores.Broken> all() {
        Map<Integer, BrokenStores.Broken> all = new TreeMap<>();
        for (Map<Integer, BrokenStores.Broken> some :
                List.of(BrokenStores.documents(), BrokenAppends.appends(), BrokenReads.reads(), BrokenReads.races())) {
            all.putAll(some);
        }
        return all;
    }
}
