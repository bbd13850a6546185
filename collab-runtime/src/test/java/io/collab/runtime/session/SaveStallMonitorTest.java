package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Access;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SaveStallMonitorTest {
    private static final String STALLED = "stateless {\"type\":\"collab.save\",\"state\":\"stalled\"}";
    private static final String RESUMED = "stateless {\"type\":\"collab.save\",\"state\":\"ok\"}";

    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final ManualNode.Client ann = node.client("ann", Access.WRITE);
    private final ManualNode.Client bob = node.client("bob", Access.READ);
    private final List<Participant> participants = new ArrayList<>(List.of(ann.participant(), bob.participant()));
    private final SaveStallMonitor monitor =
            new SaveStallMonitor(ManualNode.FRUIT, Duration.ofMillis(1_500), participants);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void anAppendIsLateWhenItTakesLongerThanConfigured() {
        assertThat(monitor.isLate(0)).isFalse();
        assertThat(monitor.isLate(1_500_000_000L)).isFalse();
        assertThat(monitor.isLate(1_500_000_001L)).isTrue();
    }

    @Test
    void allParticipantsAreNotifiedOnceThatSavingHasStalledAndResumed() {
        monitor.stalled();
        monitor.stalled();
        monitor.resumed();
        monitor.resumed();
        node.settle();
        assertThat(ann.lines()).containsExactly(STALLED, RESUMED);
        assertThat(bob.lines()).containsExactly(STALLED, RESUMED);
    }

    @Test
    void anAppendThatWasNotLateIsNotReported() {
        monitor.resumed();
        node.settle();
        assertThat(ann.lines()).isEmpty();
    }

    @Test
    void aNewcomerIsNotifiedOnlyWhileSavingIsStalled() {
        ManualNode.Client newcomer = node.client("cleo", Access.WRITE);
        monitor.welcome(newcomer.participant());
        monitor.stalled();
        monitor.welcome(newcomer.participant());
        node.settle();
        assertThat(newcomer.lines()).containsExactly(STALLED);
        monitor.resumed();
        monitor.welcome(newcomer.participant());
        node.settle();
        assertThat(newcomer.lines()).containsExactly(STALLED);
    }
}
