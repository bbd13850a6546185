package io.collab.runtime.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs an event that an outage or a client can cause again and again: the first one, then at most one every
 * {@value #INTERVAL_SECONDS} s with the number of those in between, which are not logged. One instance serves one kind of event.
 * Thread-safe; does not block.
 */
public final class RepeatedLog {
    private static final long INTERVAL_SECONDS = 30;
    private static final long INTERVAL_NANOS = INTERVAL_SECONDS * 1_000_000_000L;

    private final System.Logger log;
    private final System.Logger.Level level;
    private final LongSupplier nanoTime;
    private final AtomicLong nextNanos;
    private final AtomicLong omitted = new AtomicLong();

    /** Creates a log for one kind of event of a class. */
    public RepeatedLog(Class<?> type, System.Logger.Level level) {
        this(System.getLogger(type.getName()), level, System::nanoTime);
    }

    RepeatedLog(System.Logger log, System.Logger.Level level, LongSupplier nanoTime) {
        this.log = log;
        this.level = level;
        this.nanoTime = nanoTime;
        this.nextNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /** Logs an event, or counts it. */
    public void log(Supplier<String> message) {
        log(message, null);
    }

    /** Logs a failure, or counts it. */
    public void log(Supplier<String> message, @Nullable Throwable failure) {
        long now = nanoTime.getAsLong();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + INTERVAL_NANOS)) {
            omitted.incrementAndGet();
            return;
        }
        long more = omitted.getAndSet(0);
        String text = message.get() + (more == 0 ? "" : " (and " + more + " times before)");
        log.log(level, text, failure);
    }
}
