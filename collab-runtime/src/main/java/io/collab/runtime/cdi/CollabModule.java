package io.collab.runtime.cdi;

import io.collab.api.Authenticator;
import io.collab.api.Authorizer;
import io.collab.api.CollabRuntime;
import io.collab.api.ConfigurationException;
import io.collab.runtime.CollabConfig;
import io.collab.runtime.CollabNode;
import io.collab.runtime.CollabRuntimeBuilder;
import io.collab.runtime.websocket.OpenSockets;
import io.collab.runtime.websocket.endpoint.EndpointTransport;
import io.collab.runtime.websocket.upgrade.UpgradeTransport;
import io.collab.spi.ordering.BusProvider;
import io.collab.spi.storage.StoreProvider;
import io.collab.spi.transport.ConnectionAcceptor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The node of one application. It starts with the application, registers the paths of the WebSockets, and stops before the
 * application's classes are unloaded. Uses an {@link Authenticator}, an {@link Authorizer}, store and bus providers that are CDI
 * beans. Application code runs on the node's threads in the context of the application, if the container has Jakarta
 * Concurrency.
 */
@ApplicationScoped
public class CollabModule {
    private final ApplicationContext applicationContext = ApplicationContext.find();
    private @Nullable CollabNode node;
    private @Nullable OpenSockets sockets;

    /** Starts the node. Called once, by {@link CollabStartup}. */
    public void start(ServletContext context) {
        ConfigSource source = ConfigSource.find();
        CollabRuntimeBuilder builder = new CollabRuntimeBuilder();
        beans(StoreProvider.class).forEach(builder::storeProvider);
        beans(BusProvider.class).forEach(builder::busProvider);
        ifGiven(
                Authenticator.class,
                bean -> builder.authenticator(applicationContext.object(bean, Authenticator.class)));
        ifGiven(Authorizer.class, bean -> builder.authorizer(applicationContext.object(bean, Authorizer.class)));
        CollabConfig.refuseUnknown(source.names(), builder.knownSettings());
        CollabNode started =
                builder.config(CollabConfig.read(source.settings())).build();
        node = started;
        try {
            sockets = register(context, started);
        } catch (Throwable refused) {
            started.close();
            throw refused;
        }
    }

    /** Returns the running node, for applications. */
    @Produces
    @ApplicationScoped
    public CollabRuntime runtime() {
        return new ContextualRuntime(running(), applicationContext);
    }

    /** Returns the running node, for the runtime's own health checks. */
    public CollabNode running() {
        CollabNode started = node;
        if (started == null) {
            throw new IllegalStateException("the Collab runtime is not running");
        }
        return started;
    }

    /** Stops the node. Calling it twice has no effect. */
    @PreDestroy
    public void stop() {
        if (node != null) {
            node.close();
        }
        if (sockets != null) {
            sockets.close();
        }
    }

    private static OpenSockets register(ServletContext context, CollabNode node) {
        ConnectionAcceptor acceptor = node.acceptor();
        int maxMessageBytes = node.config().connection().maxMessageBytes();
        boolean upgrade = switch (node.config().webSocket()) {
            case AUTO -> EndpointTransport.isTyrus(context);
            case JAKARTA -> false;
            case UPGRADE -> true;
        };
        return upgrade
                ? UpgradeTransport.register(context, acceptor, maxMessageBytes, node.timer())
                : EndpointTransport.register(context, acceptor, maxMessageBytes, node.timer());
    }

    private static <B> void ifGiven(Class<B> type, Consumer<B> use) {
        Instance<B> found = beans(type);
        if (found.isAmbiguous()) {
            throw new ConfigurationException(
                    "ambiguous-bean", "several beans of type " + type.getName() + ", expected one");
        }
        if (found.isResolvable()) {
            use.accept(found.get());
        }
    }

    private static <B> Instance<B> beans(Class<B> type) {
        return CDI.current().select(type, Any.Literal.INSTANCE);
    }
}
