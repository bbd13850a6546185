package io.collab.runtime.cdi;

import io.collab.api.Authenticator;
import io.collab.api.Authorizer;
import io.collab.api.CollabRuntime;
import io.collab.runtime.CollabConfig;
import io.collab.runtime.CollabNode;
import io.collab.runtime.CollabRuntimeBuilder;
import io.collab.runtime.websocket.WebSocketTransport;
import io.collab.spi.ordering.BusProvider;
import io.collab.spi.storage.StoreProvider;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.ServletContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node of one application. Starts when the application does, registers the WebSocket endpoints, and stops before the
 * application's classes go. An {@link Authenticator}, an {@link Authorizer}, store and bus providers that are CDI beans are
 * used.
 */
@ApplicationScoped
public class CollabModule {
    private @Nullable CollabNode node;
    private @Nullable WebSocketTransport transport;

    void start(
            @Observes @Initialized(ApplicationScoped.class) ServletContext context,
            @Any Instance<Authenticator> authenticators,
            @Any Instance<Authorizer> authorizers,
            @Any Instance<StoreProvider> stores,
            @Any Instance<BusProvider> buses) {
        ConfigSource source = ConfigSource.find();
        CollabRuntimeBuilder builder = new CollabRuntimeBuilder();
        stores.forEach(builder::storeProvider);
        buses.forEach(builder::busProvider);
        if (authenticators.isResolvable()) {
            builder.authenticator(authenticators.get());
        }
        if (authorizers.isResolvable()) {
            builder.authorizer(authorizers.get());
        }
        CollabConfig.refuseUnknown(source.names(), builder.knownSettings(), List.of("collab.editor."));
        CollabNode started =
                builder.config(CollabConfig.read(source.settings())).build();
        node = started;
        transport = WebSocketTransport.register(
                context, started.acceptor(), started.config().connection().maxFrameBytes(), started.timer());
    }

    /** The running node, for applications. */
    @Produces
    @ApplicationScoped
    public CollabRuntime runtime() {
        return running();
    }

    /** The running node, for the runtime's own health checks. */
    public CollabNode running() {
        CollabNode started = node;
        if (started == null) {
            throw new IllegalStateException("the Collab runtime is not running");
        }
        return started;
    }

    @PreDestroy
    void stop() {
        if (transport != null) {
            transport.close();
        }
        if (node != null) {
            node.close();
        }
    }
}
