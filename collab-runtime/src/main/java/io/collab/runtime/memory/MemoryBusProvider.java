package io.collab.runtime.memory;

import io.collab.spi.Setting;
import io.collab.spi.Settings;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusProvider;
import java.util.List;

/** The provider of {@link MemoryBroadcastBus}: each call creates a separate bus without other endpoints. */
public final class MemoryBusProvider implements BusProvider {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of();
    }

    @Override
    public BroadcastBus create(Settings settings) {
        return new MemoryBroadcastBus();
    }
}
