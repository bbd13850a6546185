package io.collab.runtime;

import io.collab.api.Access;
import io.collab.api.AccessDecision;
import io.collab.api.Authentication;
import io.collab.api.Authenticator;
import io.collab.api.Authorizer;
import io.collab.api.ConfigurationException;
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
 * Builds a node without a container. Everything has a default: {@code new CollabRuntimeBuilder().build()} runs. Not
 * thread-safe; good for one node.
 */
public final class CollabRuntimeBuilder {
    private static final System.Logger LOG = System.getLogger(CollabRuntimeBuilder.class.getName());

    private static final int BYTES_OF_ONE_STRUCT = 8;

    private CollabConfig config = CollabConfig.defaults();
    private final List<StoreProvider> storeProviders = new ArrayList<>();
    private final List<BusProvider> busProviders = new ArrayList<>();
    private @Nullable DocumentStore store;
    private @Nullable BroadcastBus bus;
    private @Nullable MergeEngine engine;
    private @Nullable Authenticator authenticator;
    private @Nullable Authorizer authorizer;
    private ThreadFactory threads = Executors.defaultThreadFactory();

    /** The configuration; defaults when not given. */
    public CollabRuntimeBuilder config(CollabConfig given) {
        config = given;
        return this;
    }

    /** The store itself; closed with the node. */
    public CollabRuntimeBuilder store(DocumentStore given) {
        store = given;
        return this;
    }

    /** A store that {@code collab.store} may name, beside those that {@link ServiceLoader} finds. */
    public CollabRuntimeBuilder storeProvider(StoreProvider given) {
        storeProviders.add(given);
        return this;
    }

    /** The bus itself; closed with the node. */
    public CollabRuntimeBuilder bus(BroadcastBus given) {
        bus = given;
        return this;
    }

    /** A bus that {@code collab.bus} may name, beside those that {@link ServiceLoader} finds. */
    public CollabRuntimeBuilder busProvider(BusProvider given) {
        busProviders.add(given);
        return this;
    }

    /** How conflicts are resolved; Yjs when not given. */
    public CollabRuntimeBuilder engine(MergeEngine given) {
        engine = given;
        return this;
    }

    /** Who says who somebody is. When not given everybody is {@code anonymous}, and the log warns. */
    public CollabRuntimeBuilder authenticator(Authenticator given) {
        authenticator = given;
        return this;
    }

    /** Who says what they may do. When not given everybody may write. */
    public CollabRuntimeBuilder authorizer(Authorizer given) {
        authorizer = given;
        return this;
    }

    /** Where threads come from: a container's, so that they carry its context. */
    public CollabRuntimeBuilder threads(ThreadFactory given) {
        threads = given;
        return this;
    }

    /** The keys that a node with what is known now would read. */
    public Stream<Setting<?>> knownSettings() {
        return Stream.of(
                        CollabSettings.all().stream(),
                        stores().stream().flatMap(provider -> provider.settings().stream()),
                        buses().stream().flatMap(provider -> provider.settings().stream()))
                .flatMap(Function.identity());
    }

    /**
     * Starts the node. Blocks until the store is open.
     *
     * @throws ConfigurationException when the configuration cannot be used
     * @throws io.collab.api.StorageException when the store cannot be opened
     */
    public CollabNode build() {
        if (authenticator == null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "collab.auth.mode=open: everybody who reaches this node may read and write every document");
        }
        DocumentStore opened = store != null ? store : openStore();
        BroadcastBus listening = bus != null ? bus : openBus();
        return new CollabNode(
                config,
                opened,
                listening,
                engine != null ? engine : yjs(),
                authenticator != null ? authenticator : CollabRuntimeBuilder::anybody,
                authorizer != null ? authorizer : CollabRuntimeBuilder::everything,
                threads);
    }

    /** Work is bounded by what a change of the largest size may hold; what may stay pending is bounded apart. */
    private MergeEngine yjs() {
        DecodeLimits defaults = DecodeLimits.DEFAULT;
        DecodeLimits limits = new DecodeLimits(
                Math.max(defaults.maxWork(), config.maxUpdateBytes() / BYTES_OF_ONE_STRUCT),
                defaults.maxDepth(),
                defaults.maxPendingStructs(),
                defaults.maxPendingBytes());
        return new YjsEngine(limits, config.maxUpdateBytes());
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

    /** The provider with the name; without a name the only one; null when there is none or memory was asked for. */
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

    private static CompletableFuture<Authentication> anybody(io.collab.api.Credentials credentials) {
        String principal = credentials.principal() == null ? "anonymous" : credentials.principal();
        return CompletableFuture.completedFuture(
                new Authentication.Authenticated(DocumentId.DEFAULT_TENANT, principal));
    }

    private static CompletableFuture<AccessDecision> everything(String principal, DocumentId document) {
        return CompletableFuture.completedFuture(new AccessDecision.Granted(Access.WRITE));
    }
}
