package io.collab.runtime.memory;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.tck.BroadcastBusTck;

class MemoryBroadcastBusTckTest extends BroadcastBusTck {
    private final MemoryBroadcastBus bus = new MemoryBroadcastBus();

    @Override
    protected BroadcastBus openBus() {
        return bus.share();
    }
}
