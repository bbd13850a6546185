package io.collab.runtime.tck;

import io.collab.api.DocumentId;
import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.ordering.StoreSequencer;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.DocumentStore;
import io.collab.tck.SequencerTck;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

class StoreSequencerTckTest extends SequencerTck {
    private static final OrderingLimits QUICK = new OrderingLimits(
            512, 2048, Duration.ofMillis(200), Duration.ofMillis(40), Duration.ofMillis(1500), Duration.ofMillis(20));

    private final MovableClock clock = new MovableClock();
    private final MemoryDocumentStore documents = new MemoryDocumentStore(clock);
    private final MemoryBroadcastBus bus = new MemoryBroadcastBus();
    private final ExecutorService reads = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @Override
    protected DocumentStore openStore() {
        return documents.share();
    }

    @Override
    protected boolean ageAll(Duration by) {
        clock.advance(by);
        return true;
    }

    @Override
    protected boolean restoreBackup(DocumentId document, long seq) {
        documents.restoreBackup(document, seq);
        return true;
    }

    @Override
    protected BroadcastBus openBus() {
        return bus.share();
    }

    @Override
    protected Sequencer openSequencer(DocumentStore store, BroadcastBus busEnd) {
        return new StoreSequencer(store, busEnd, "node-" + UUID.randomUUID(), reads, timer, QUICK);
    }

    @AfterEach
    void endThreads() {
        timer.shutdownNow();
        reads.shutdownNow();
    }
}
