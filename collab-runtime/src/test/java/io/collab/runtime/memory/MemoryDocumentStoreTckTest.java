package io.collab.runtime.memory;

import io.collab.runtime.tck.MovableClock;
import io.collab.spi.storage.DocumentStore;
import io.collab.tck.DocumentStoreTck;
import java.time.Duration;

class MemoryDocumentStoreTckTest extends DocumentStoreTck {
    private final MovableClock clock = new MovableClock();
    private final MemoryDocumentStore documents = new MemoryDocumentStore(clock);

    @Override
    protected DocumentStore openStore() {
        return documents.share();
    }

    @Override
    protected boolean ageAll(Duration by) {
        clock.advance(by);
        return true;
    }
}
