package io.collab.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.benchmarks.load.Pairs;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What counts as a fault of the server. */
class VerdictTest {
    private static final Readings BASE = new Readings(70L << 20, 120, 45);
    private static final HealthProbe.Answers READY = HealthProbe.Answers.NONE.and(200, 5);
    private static final Pairs.Phase SERVED = new Pairs.Phase(100, 2, 9, 11, List.of(), 0, 0, null);

    @Test
    void nothingIsWrongWithinTheTolerances() {
        Readings most =
                new Readings(BASE.heapBytes() + Verdict.HEAP_BYTES, 120 + Verdict.THREADS, 45 + Verdict.SOCKETS);
        assertThat(faults(SERVED, READY, READY, most, 999_999)).isEmpty();
        assertThat(Verdict.isNear(most, BASE)).isTrue();
    }

    @Test
    void aClosedClientIsAFaultOncePerReason() {
        List<String> closed = List.of("closed with 1011 x", "closed with 1011 x", "closed by the peer");
        assertThat(faults(new Pairs.Phase(1, 2, 9, 11, closed, 0, 0, null)))
                .containsExactly(
                        "a healthy client: closed with 1011 x (2x)", "a healthy client: closed by the peer (1x)");
    }

    @Test
    void lostAndDuplicatedEditsAreFaults() {
        assertThat(faults(new Pairs.Phase(1, 2, 9, 11, List.of(), 3, 0, null)))
                .containsExactly("3 edits had not arrived or were not acknowledged 15 s after the attack");
        assertThat(faults(new Pairs.Phase(1, 2, 9, 11, List.of(), 0, 2, null)))
                .containsExactly("2 edits arrived twice");
        assertThat(faults(new Pairs.Phase(1, 2, 9, 11, List.of(), 0, 0, "d: a gap")))
                .containsExactly("d: a gap");
    }

    @Test
    void healthThatIsLateOrNotReadyIsAFault() {
        assertThat(faults(SERVED, READY.and(200, 1_001), READY, BASE, 0))
                .containsExactly("health did not answer within a second: 1 of 2 times, at worst 1001 ms");
        assertThat(faults(SERVED, READY.and(503, 3), READY, BASE, 0))
                .containsExactly("health said not ready: 1 of 2 times");
        assertThat(faults(SERVED, READY, HealthProbe.Answers.NONE.and(0, 5_000), BASE, 0))
                .containsExactly("health after the attack: status 0 in 5000 ms");
    }

    @Test
    void readinessWithoutServiceIsAFault() {
        Pairs.Phase nothing = new Pairs.Phase(0, 0, 0, 0, List.of(), 0, 0, null);
        assertThat(faults(nothing)).containsExactly("health said ready, but no edit arrived");
    }

    @Test
    void whatDoesNotReturnIsAFault() {
        Readings more = new Readings(BASE.heapBytes() + (65L << 20), 153, 54);
        assertThat(faults(SERVED, READY, READY, more, 0))
                .containsExactly(
                        "heap 135 MiB, before the attacks 70",
                        "153 threads, before the attacks 120",
                        "54 sockets, before the attacks 45");
        assertThat(Verdict.isNear(more, BASE)).isFalse();
    }

    @Test
    void theFirstReadingsAreComparedWithNothing() {
        Observation first = new Observation(SERVED, READY, READY, BASE, 0, false, null);
        assertThat(Verdict.faults(first, null)).isEmpty();
    }

    @Test
    void aLogOfAMegabyteIsAFault() {
        assertThat(faults(SERVED, READY, READY, BASE, 1_000_000)).containsExactly("the log grew by 1000000 bytes");
    }

    @Test
    void aServerThatHasEndedIsAFault() {
        Observation seen = new Observation(null, READY, READY, null, 0, true, "the server has ended");
        assertThat(Verdict.faults(seen, BASE))
                .containsExactly("the server has ended", "the log names an OutOfMemoryError");
    }

    private static List<String> faults(Pairs.Phase pairs) {
        return faults(pairs, READY, READY, BASE, 0);
    }

    private static List<String> faults(
            Pairs.@Nullable Phase pairs,
            HealthProbe.Answers during,
            HealthProbe.Answers after,
            Readings readings,
            long logBytes) {
        return Verdict.faults(new Observation(pairs, during, after, readings, logBytes, false, null), BASE);
    }
}
