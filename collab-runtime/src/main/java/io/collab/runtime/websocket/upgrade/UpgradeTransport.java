package io.collab.runtime.websocket.upgrade;

import io.collab.runtime.websocket.OpenSockets;
import io.collab.runtime.websocket.WebSocketResources;
import io.collab.spi.transport.ConnectionAcceptor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.concurrent.ScheduledExecutorService;

/** The WebSockets of one application, on the upgrade of the servlet container. */
public final class UpgradeTransport {
    private static final String FILTER = "collab-websocket";

    private UpgradeTransport() {}

    /**
     * Registers the paths. Must be called from a context listener while the application is deployed.
     *
     * @param acceptor accepts the connections
     * @param maxMessageBytes the maximum size of one message, in bytes
     * @param timer for pings
     * @return the open sockets, to be closed when the application is undeployed
     * @throws IllegalStateException if the application has registered the filter {@code collab-websocket} itself
     */
    public static OpenSockets register(
            ServletContext context, ConnectionAcceptor acceptor, int maxMessageBytes, ScheduledExecutorService timer) {
        OpenSockets open = new OpenSockets(timer);
        UpgradeFilter upgrade = new UpgradeFilter(WebSocketResources.of(acceptor, maxMessageBytes, open));
        FilterRegistration.Dynamic filter = context.addFilter(FILTER, upgrade);
        if (filter == null) {
            throw new IllegalStateException("the application has a filter " + FILTER + " of its own");
        }
        filter.setAsyncSupported(true);
        // after the application's own filters, as containers do with theirs: they authenticate or refuse requests
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/collab/*");
        return open;
    }
}
