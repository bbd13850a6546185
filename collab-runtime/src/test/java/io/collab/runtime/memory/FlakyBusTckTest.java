package io.collab.runtime.memory;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.tck.BroadcastBusTck;
import io.collab.tck.fault.BusFault;
import io.collab.tck.fault.FlakyBus;
import java.util.ArrayList;
import java.util.List;

/** A flaky bus is still a bus: it keeps every rule, for none of them promises delivery. */
class FlakyBusTckTest extends BroadcastBusTck {
    private final MemoryBroadcastBus bus = new MemoryBroadcastBus();
    private final List<FlakyBus> ends = new ArrayList<>();

    @Override
    protected BroadcastBus openBus() {
        FlakyBus end = new FlakyBus(bus.share(), ends.size())
                .chance(BusFault.LOSE, 0.2)
                .chance(BusFault.REPEAT, 0.2)
                .chance(BusFault.REORDER, 0.2);
        ends.add(end);
        return end;
    }

    @Override
    protected boolean cutConnection() {
        ends.forEach(FlakyBus::interrupt);
        return true;
    }

    @Override
    protected void mendConnection() {
        ends.forEach(FlakyBus::resume);
    }
}
