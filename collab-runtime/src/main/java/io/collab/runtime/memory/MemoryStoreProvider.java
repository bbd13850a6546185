package io.collab.runtime.memory;

import io.collab.spi.Setting;
import io.collab.spi.Settings;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.StoreProvider;
import java.util.List;

/** The provider of {@link MemoryDocumentStore}: each call creates a new, empty store. */
public final class MemoryStoreProvider implements StoreProvider {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of();
    }

    @Override
    public DocumentStore create(Settings settings) {
        return new MemoryDocumentStore();
    }
}
