package io.collab.runtime.tck;

import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.spi.storage.DocumentStore;
import io.collab.tck.DocumentStoreTck;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The storage rules over a store in memory with a defect. */
final class BrokenStoreKit extends DocumentStoreTck {
    private final UnaryOperator<DocumentStore> breaking;
    private final MovableClock clock = new MovableClock();
    private final MemoryDocumentStore documents = new MemoryDocumentStore(clock);

    BrokenStoreKit(UnaryOperator<DocumentStore> breaking) {
        this.breaking = breaking;
    }

    @Override
    protected DocumentStore openStore() {
        return breaking.apply(documents.share());
    }

    @Override
    protected boolean ageAll(Duration by) {
        clock.advance(by);
        return true;
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }
}
