package io.collab.benchmarks.soak;

import io.collab.benchmarks.load.Pairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an attack may change. Everything beyond it is a fault of the server. */
final class Verdict {
    /** How much more heap than before the first attack may be in use, after a full collection. */
    static final long HEAP_BYTES = 64L << 20;
    /** How many more threads: pools keep some. */
    static final int THREADS = 32;
    /** How many more sockets: those of the check itself. */
    static final int SOCKETS = 8;
    /** How much the log may grow, exclusive. */
    static final long LOG_BYTES = 1_000_000;

    private Verdict() {}

    /**
     * Returns the faults in an observation, as sentences without a full stop; none if it is as it should be.
     *
     * @param base the readings before the first attack, null if these are they
     */
    static List<String> faults(Observation seen, @Nullable Readings base) {
        List<String> faults = new ArrayList<>();
        if (seen.failure() != null) {
            faults.add(seen.failure());
        }
        if (seen.outOfMemory()) {
            faults.add("the log names an OutOfMemoryError");
        }
        if (seen.pairs() != null) {
            addPairs(seen.pairs(), faults);
        }
        addHealth(seen, faults);
        if (seen.readings() != null && base != null) {
            addReadings(seen.readings(), base, faults);
        }
        if (seen.logBytes() >= LOG_BYTES) {
            faults.add("the log grew by " + seen.logBytes() + " bytes");
        }
        return faults;
    }

    /** Returns whether readings are as near to the base as they must be. */
    static boolean isNear(Readings readings, Readings base) {
        List<String> faults = new ArrayList<>();
        addReadings(readings, base, faults);
        return faults.isEmpty();
    }

    private static void addPairs(Pairs.Phase pairs, List<String> faults) {
        counted(pairs.closed()).forEach((why, count) -> faults.add("a healthy client: " + why + " (" + count + "x)"));
        if (pairs.lost() > 0) {
            faults.add(pairs.lost() + " edits had not arrived or were not acknowledged 15 s after the attack");
        }
        if (pairs.duplicated() > 0) {
            faults.add(pairs.duplicated() + " edits arrived twice");
        }
        if (pairs.fault() != null) {
            faults.add(pairs.fault());
        }
    }

    private static void addHealth(Observation seen, List<String> faults) {
        if (seen.during().late() > 0) {
            faults.add("health did not answer within a second: " + seen.during().late() + " of "
                    + seen.during().count() + " times, at worst "
                    + String.format(Locale.ROOT, "%.0f ms", seen.during().worstMillis()));
        }
        if (seen.during().wrong() > 0) {
            faults.add("health said not ready: " + seen.during().wrong() + " of "
                    + seen.during().count() + " times");
        }
        if (seen.after().last() != HealthProbe.OK || seen.after().late() > 0) {
            faults.add("health after the attack: status " + seen.after().last()
                    + String.format(Locale.ROOT, " in %.0f ms", seen.after().worstMillis()));
        }
        boolean saidReady =
                seen.during().count() > seen.during().wrong() + seen.during().late();
        if (seen.pairs() != null && seen.pairs().edits() == 0 && saidReady) {
            faults.add("health said ready, but no edit arrived");
        }
    }

    private static void addReadings(Readings now, Readings base, List<String> faults) {
        if (now.heapBytes() > base.heapBytes() + HEAP_BYTES) {
            faults.add("heap " + (now.heapBytes() >> 20) + " MiB, before the attacks " + (base.heapBytes() >> 20));
        }
        if (now.threads() > base.threads() + THREADS) {
            faults.add(now.threads() + " threads, before the attacks " + base.threads());
        }
        if (now.sockets() > base.sockets() + SOCKETS) {
            faults.add(now.sockets() + " sockets, before the attacks " + base.sockets());
        }
    }

    private static Map<String, Integer> counted(List<String> reasons) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        reasons.forEach(why -> counts.merge(why, 1, Integer::sum));
        return counts;
    }
}
