package io.collab.runtime.memory;

import io.collab.spi.storage.DocumentStore;
import io.collab.tck.DocumentStoreTck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

class MemoryDocumentStoreTckTest extends DocumentStoreTck {
    private final MovableClock clock = new MovableClock();
    private final MemoryDocumentStore documents = new MemoryDocumentStore(clock);

    @Override
    protected DocumentStore openStore() {
        return documents.share();
    }

    @Override
    protected boolean ageAll(Duration by) {
        clock.offset = clock.offset.plus(by);
        return true;
    }

    private static final class MovableClock extends Clock {
        private final Clock real = Clock.systemUTC();
        private volatile Duration offset = Duration.ZERO;

        @Override
        public Instant instant() {
            return real.instant().plus(offset);
        }

        @Override
        public ZoneId getZone() {
            return real.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock has no other zones");
        }
    }
}
