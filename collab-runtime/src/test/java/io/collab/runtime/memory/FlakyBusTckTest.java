package io.collab.runtime.memory;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.tck.BroadcastBusTck;
import io.collab.tck.fault.BusFault;
import io.collab.tck.fault.FlakyBus;
import java.util.ArrayList;
import java.util.List;

/** A flaky bus passes the rules of a bus, because none of them guarantees delivery. */
class FlakyBusTckTest extends BroadcastBusTck {
    private final MemoryBroadcastBus bus = new MemoryBroadcastBus();
    private final List<FlakyBus> endpoints = new ArrayList<>();

    @Override
    protected BroadcastBus openBus() {
        FlakyBus endpoint = new FlakyBus(bus.share(), endpoints.size())
                .withProbability(BusFault.LOSE, 0.2)
                .withProbability(BusFault.REPEAT, 0.2)
                .withProbability(BusFault.REORDER, 0.2);
        endpoints.add(endpoint);
        return endpoint;
    }

    @Override
    protected boolean cutConnection() {
        endpoints.forEach(FlakyBus::interrupt);
        return true;
    }

    @Override
    protected void restoreConnection() {
        endpoints.forEach(FlakyBus::resume);
    }
}
