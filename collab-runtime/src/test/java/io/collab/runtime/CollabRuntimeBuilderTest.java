package io.collab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.Setting;
import io.collab.spi.Settings;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusProvider;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.StoreProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollabRuntimeBuilderTest {
    private final List<String> created = new ArrayList<>();

    @Test
    void withoutProvidersANodeKeepsDocumentsInMemory() {
        assertThat(build(new CollabRuntimeBuilder(), Map.of())).isEmpty();
    }

    @Test
    void theOnlyProvidersAreChosen() {
        assertThat(build(builder("s1").busProvider(new Bus("b1")), Map.of())).containsExactly("s1", "b1");
    }

    @Test
    void providersAreChosenByName() {
        CollabRuntimeBuilder builder =
                builder("s1", "s2").busProvider(new Bus("b1")).busProvider(new Bus("b2"));
        assertThat(build(builder, Map.of("collab.store", "s2", "collab.bus", "b2")))
                .containsExactly("s2", "b2");
    }

    @Test
    void theNameMemoryChoosesNoProvider() {
        CollabRuntimeBuilder builder = builder("s1").busProvider(new Bus("b1"));
        assertThat(build(builder, Map.of("collab.store", "memory", "collab.bus", "memory")))
                .isEmpty();
    }

    @Test
    void severalProvidersWithoutAChoiceAreAmbiguous() {
        assertThatThrownBy(() -> build(builder("s2", "s1"), Map.of()))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        ambiguous -> assertThat(ambiguous.code()).isEqualTo("ambiguous-provider"))
                .hasMessage("collab.store must name one of [s1, s2]");
        CollabRuntimeBuilder buses = builder("s1").busProvider(new Bus("b1")).busProvider(new Bus("b2"));
        assertThatThrownBy(() -> build(buses, Map.of())).hasMessage("collab.bus must name one of [b1, b2]");
    }

    @Test
    void aNameThatNoProviderHasIsRefused() {
        assertThatThrownBy(() -> build(builder("s1"), Map.of("collab.store", "other")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        unknown -> assertThat(unknown.code()).isEqualTo("unknown-provider"))
                .hasMessage("collab.store=other is none of [s1] and not memory");
        assertThat(created).isEmpty();
    }

    @Test
    void aStoreAndABusThatWereSetNeedNoProvider() {
        CollabRuntimeBuilder builder = builder("s1", "s2")
                .busProvider(new Bus("b1"))
                .store(new MemoryDocumentStore())
                .bus(new MemoryBroadcastBus());
        assertThat(build(builder, Map.of())).isEmpty();
    }

    @Test
    void providersReceiveTheSettings() {
        List<String> seen = new ArrayList<>();
        CollabRuntimeBuilder builder = new CollabRuntimeBuilder().storeProvider(new Store("s1") {
            @Override
            public DocumentStore create(Settings settings) {
                seen.add(settings.get(settings().get(0)).toString());
                return super.create(settings);
            }
        });
        build(builder, Map.of("collab.s1.url", "somewhere"));
        assertThat(seen).containsExactly("somewhere");
    }

    @Test
    void theKeysOfAllProvidersAreKnown() {
        assertThat(builder("s1", "s2").busProvider(new Bus("b1")).knownSettings())
                .extracting(Setting::name)
                .containsAll(ConfigurationKeys.all().stream().map(Setting::name).toList())
                .endsWith("collab.s1.url", "collab.s2.url", "collab.b1.url");
    }

    private CollabRuntimeBuilder builder(String... stores) {
        CollabRuntimeBuilder builder = new CollabRuntimeBuilder();
        for (String store : stores) {
            builder.storeProvider(new Store(store));
        }
        return builder;
    }

    /** Builds a node and returns the names of the providers that were used. */
    private List<String> build(CollabRuntimeBuilder builder, Map<String, String> values) {
        builder.engine(new WordEngine())
                .config(CollabConfig.read(new Settings(values::get)))
                .build()
                .close();
        return created;
    }

    private class Store implements StoreProvider {
        private final String name;

        Store(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(Setting.text("collab." + name + ".url", "", "An address."));
        }

        @Override
        public DocumentStore create(Settings settings) {
            created.add(name);
            return new MemoryDocumentStore();
        }
    }

    private final class Bus implements BusProvider {
        private final String name;

        Bus(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(Setting.text("collab." + name + ".url", "", "An address."));
        }

        @Override
        public BroadcastBus create(Settings settings) {
            created.add(name);
            return new MemoryBroadcastBus();
        }
    }
}
