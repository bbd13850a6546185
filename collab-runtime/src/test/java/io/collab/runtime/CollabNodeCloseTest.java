package io.collab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import io.collab.api.StorageException;
import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.Setting;
import io.collab.spi.Settings;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.StoreProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollabNodeCloseTest {
    private final MemoryDocumentStore store = new MemoryDocumentStore();

    @Test
    void aBusThatFailsToCloseDoesNotKeepTheStoreOpen() {
        node(new FailingBus()).close();
        assertClosed();
    }

    @Test
    void anInterruptDoesNotKeepThePartsOpen() {
        CollabNode node = node(new MemoryBroadcastBus());
        Thread.currentThread().interrupt();
        node.close();
        assertThat(Thread.interrupted()).isTrue();
        assertClosed();
    }

    @Test
    void aFailedStartReleasesTheStoreThatItHasOpened() {
        CollabRuntimeBuilder builder = new CollabRuntimeBuilder()
                .config(CollabConfig.read(new Settings(Map.of("collab.bus", "misspelt")::get)))
                .storeProvider(new Provider(store));
        assertThatThrownBy(builder::build).isInstanceOf(ConfigurationException.class);
        assertClosed();
    }

    @Test
    void aNodeNameThatIsTooLongFailsTheStart() {
        Settings settings = new Settings(Map.of("collab.node", "x".repeat(65))::get);
        assertThatThrownBy(() -> CollabConfig.read(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("collab.node expects at most 64 characters");
    }

    private CollabNode node(BroadcastBus bus) {
        return new CollabRuntimeBuilder()
                .engine(new WordEngine())
                .store(store)
                .bus(bus)
                .build();
    }

    private void assertClosed() {
        assertThatThrownBy(() -> store.heads(List.of())).isInstanceOf(StorageException.class);
    }

    private record Provider(DocumentStore store) implements StoreProvider {
        @Override
        public String name() {
            return "one";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of();
        }

        @Override
        public DocumentStore create(Settings settings) {
            return store;
        }
    }

    /** A bus whose close throws. */
    private static final class FailingBus implements BroadcastBus {
        private final MemoryBroadcastBus bus = new MemoryBroadcastBus();

        @Override
        public void publish(String topic, byte[] message) {
            bus.publish(topic, message);
        }

        @Override
        public Subscription subscribe(String topic, BusListener listener) {
            return bus.subscribe(topic, listener);
        }

        @Override
        public int maxMessageBytes() {
            return bus.maxMessageBytes();
        }

        @Override
        public void close() {
            throw new IllegalStateException("the connection is broken");
        }
    }
}
