package io.collab.runtime.tck;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of the system plus a duration that a test sets. Thread-safe. */
public final class MovableClock extends Clock {
    private final AtomicReference<Duration> added = new AtomicReference<>(Duration.ZERO);

    /** Advances the clock. */
    public void advance(Duration by) {
        added.accumulateAndGet(by, Duration::plus);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(added.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock has no other zones");
    }
}
