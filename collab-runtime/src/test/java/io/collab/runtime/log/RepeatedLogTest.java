package io.collab.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepeatedLogTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND); // the clock overflows
    private final RepeatedLog log = new RepeatedLog(new Lines(), System.Logger.Level.WARNING, nanos::get);

    @Test
    void oneOfManyEventsIsLoggedWithTheNumberOfTheOthers() {
        log.log(() -> "first", new IllegalStateException("cause"));
        assertThat(lines).containsExactly("WARNING first java.lang.IllegalStateException: cause");
        for (int i = 0; i < 1_000; i++) {
            nanos.addAndGet(SECOND / 50);
            log.log(() -> "again");
        }
        assertThat(lines).hasSize(1);
        nanos.addAndGet(10 * SECOND);
        log.log(() -> "later");
        assertThat(lines).last().isEqualTo("WARNING later (and 1000 times before) null");
        nanos.addAndGet(30 * SECOND);
        log.log(() -> "alone");
        assertThat(lines).last().isEqualTo("WARNING alone null");
    }

    private final class Lines implements System.Logger {
        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
            lines.add(level + " " + text + " " + thrown);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... parameters) {
            throw new IllegalStateException("not used");
        }
    }
}
