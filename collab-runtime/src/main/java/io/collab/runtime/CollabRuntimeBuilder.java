package io.collab.runtime;

import io.collab.api.Access;
import io.collab.api.AccessDecision;
import io.collab.api.Authentication;
import io.collab.api.Authenticator;
import io.collab.api.Authorizer;
import io.collab.api.ConfigurationException;
import io.collab.api.Credentials;
import io.collab.api.DocumentId;
import io.collab.crdt.update.DecodeLimits;
import io.collab.runtime.memory.MemoryBusProvider;
import io.collab.runtime.memory.MemoryStoreProvider;
import io.collab.runtime.merge.YjsEngine;
import io.collab.spi.Setting;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusProvider;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.StoreProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a node without a container. Everything has a default: {@code new CollabRuntimeBuilder().build()} is a complete node.
 * One builder builds one node. Not thread-safe.
 */
public final class CollabRuntimeBuilder {
    private static final System.Logger LOG = System.getLogger(CollabRuntimeBuilder.class.getName());

    private static final int MIN_STRUCT_BYTES = 8;

    private CollabConfig config = CollabConfig.defaults();
    private final List<StoreProvider> storeProviders = new ArrayList<>();
    private final List<BusProvider> busProviders = new ArrayList<>();
    private @Nullable DocumentStore store;
    private @Nullable BroadcastBus bus;
    private @Nullable MergeEngine engine;
    private @Nullable Authenticator authenticator;
    private @Nullable Authorizer authorizer;
    private ThreadFactory threads = Executors.defaultThreadFactory();

    /** Sets the configuration. Default: {@link CollabConfig#defaults()}. */
    public CollabRuntimeBuilder config(CollabConfig value) {
        config = value;
        return this;
    }

    /** Sets the store, which is closed with the node. */
    public CollabRuntimeBuilder store(DocumentStore value) {
        store = value;
        return this;
    }

    /** Adds a store that {@code collab.store} can select, beside those found by {@link ServiceLoader}. */
    public CollabRuntimeBuilder storeProvider(StoreProvider value) {
        storeProviders.add(value);
        return this;
    }

    /** Sets the bus, which is closed with the node. */
    public CollabRuntimeBuilder bus(BroadcastBus value) {
        bus = value;
        return this;
    }

    /** Adds a bus that {@code collab.bus} can select, beside those found by {@link ServiceLoader}. */
    public CollabRuntimeBuilder busProvider(BusProvider value) {
        busProviders.add(value);
        return this;
    }

    /** Sets the engine that resolves conflicts. Default: Yjs. */
    public CollabRuntimeBuilder engine(MergeEngine value) {
        engine = value;
        return this;
    }

    /**
     * Sets the authenticator. Default: every client gets the name that the container has authenticated, or {@code anonymous},
     * and a warning is logged.
     */
    public CollabRuntimeBuilder authenticator(Authenticator value) {
        authenticator = value;
        return this;
    }

    /** Sets the authorizer. Default: every client may write every document. */
    public CollabRuntimeBuilder authorizer(Authorizer value) {
        authorizer = value;
        return this;
    }

    /** Sets the factory of the node's threads, for example a container's, whose threads carry its context. */
    public CollabRuntimeBuilder threads(ThreadFactory value) {
        threads = value;
        return this;
    }

    /** Returns the configuration keys of the runtime and of all providers that are known now. */
    public Stream<Setting<?>> knownSettings() {
        return Stream.of(
                        ConfigurationKeys.all().stream(),
                        stores().stream().flatMap(provider -> provider.settings().stream()),
                        buses().stream().flatMap(provider -> provider.settings().stream()))
                .flatMap(Function.identity());
    }

    /**
     * Starts the node. Blocks until the store is open.
     *
     * @throws ConfigurationException if the configuration cannot be used
     * @throws io.collab.api.StorageException if the store cannot be opened
     */
    public CollabNode build() {
        if (authenticator == null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    authorizer == null
                            ? "collab.auth.mode=open: every client that reaches this node may read and write every document"
                            : "collab.auth.mode=open: clients are not authenticated; the authorizer decides by the name that the"
                                    + " container has found, or \"anonymous\"");
        }
        DocumentStore opened = store != null ? store : openStore();
        try {
            return build(opened);
        } catch (Throwable failed) {
            if (store == null) {
                closeAfter(failed, opened);
            }
            throw failed;
        }
    }

    private CollabNode build(DocumentStore opened) {
        BroadcastBus listening = bus != null ? bus : openBus();
        try {
            return node(opened, listening);
        } catch (Throwable failed) {
            if (bus == null) {
                closeAfter(failed, listening);
            }
            throw failed;
        }
    }

    /** Releases what a failed start has opened. */
    private static void closeAfter(Throwable failed, AutoCloseable opened) {
        try {
            opened.close();
        } catch (Throwable again) {
            failed.addSuppressed(again);
        }
    }

    private CollabNode node(DocumentStore opened, BroadcastBus listening) {
        return new CollabNode(
                config,
                opened,
                listening,
                engine != null ? engine : yjs(),
                authenticator != null ? authenticator : CollabRuntimeBuilder::acceptAnyClient,
                authorizer != null ? authorizer : CollabRuntimeBuilder::grantWrite,
                threads);
    }

    /** Limits the work of one update to what a message of the maximum size can contain; pending structs have their own limit. */
    private MergeEngine yjs() {
        int maxWork =
                Math.max(DecodeLimits.DEFAULT.maxWork(), config.connection().maxMessageBytes() / MIN_STRUCT_BYTES);
        return new YjsEngine(DecodeLimits.DEFAULT.withMaxWork(maxWork).withMaxStructBytes(config.maxInsertionBytes()));
    }

    private DocumentStore openStore() {
        StoreProvider chosen = choose("collab.store", config.store(), stores(), StoreProvider::name);
        if (chosen == null) {
            LOG.log(System.Logger.Level.WARNING, "no document store: documents are lost when this node stops");
            chosen = new MemoryStoreProvider();
        }
        return chosen.create(config.settings());
    }

    private BroadcastBus openBus() {
        BusProvider chosen = choose("collab.bus", config.bus(), buses(), BusProvider::name);
        return (chosen == null ? new MemoryBusProvider() : chosen).create(config.settings());
    }

    private List<StoreProvider> stores() {
        List<StoreProvider> all = new ArrayList<>(storeProviders);
        ServiceLoader.load(StoreProvider.class).forEach(all::add);
        return all;
    }

    private List<BusProvider> buses() {
        List<BusProvider> all = new ArrayList<>(busProviders);
        ServiceLoader.load(BusProvider.class).forEach(all::add);
        return all;
    }

    /** Returns the provider with the name, or the only one if the name is empty; null if there is none or the name is memory. */
    private static <P> @Nullable P choose(String key, String name, List<P> found, Function<P, String> nameOf) {
        List<String> names = found.stream().map(nameOf).sorted().toList();
        if (name.isEmpty() && found.size() > 1) {
            throw new ConfigurationException("ambiguous-provider", key + " must name one of " + names);
        }
        if (name.isEmpty() || name.equals("memory")) {
            return found.isEmpty() || name.equals("memory") ? null : found.get(0);
        }
        return found.stream()
                .filter(provider -> nameOf.apply(provider).equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "unknown-provider", key + "=" + name + " is none of " + names + " and not memory"));
    }

    private static CompletableFuture<Authentication> acceptAnyClient(Credentials credentials) {
        String principal = credentials.principal() == null ? "anonymous" : credentials.principal();
        return CompletableFuture.completedFuture(
                new Authentication.Authenticated(DocumentId.DEFAULT_TENANT, principal));
    }

    private static CompletableFuture<AccessDecision> grantWrite(String principal, DocumentId document) {
        return CompletableFuture.completedFuture(new AccessDecision.Granted(Access.WRITE));
    }
}
