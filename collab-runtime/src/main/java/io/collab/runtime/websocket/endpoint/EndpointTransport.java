package io.collab.runtime.websocket.endpoint;

import io.collab.api.ConfigurationException;
import io.collab.runtime.websocket.Handshake;
import io.collab.runtime.websocket.OpenSockets;
import io.collab.runtime.websocket.WebSocketResources;
import io.collab.spi.transport.ConnectionAcceptor;
import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The WebSockets of one application, by the container's implementation of Jakarta WebSocket. */
public final class EndpointTransport {
    /** The context parameter with the size of Tyrus's buffer for one frame, in bytes. */
    private static final String TYRUS_BUFFER = "org.glassfish.tyrus.servlet.incoming-buffer-size";

    private static final String TYRUS_DEFAULT_BUFFER = "4194315";

    private EndpointTransport() {}

    /**
     * Registers an endpoint for every path; a path template matches one segment, so there is one for each number of segments. Must be
     * called from a context listener while the application is deployed.
     *
     * @param acceptor accepts the connections
     * @param maxMessageBytes the maximum size of one message, in bytes
     * @param timer for pings
     * @return the open sockets, to be closed when the application is undeployed
     * @throws ConfigurationException with code {@code bad-setting} if the container's buffer is smaller than a message may be
     * @throws IllegalStateException if the container has no WebSocket support or refuses the endpoints
     */
    public static OpenSockets register(
            ServletContext context, ConnectionAcceptor acceptor, int maxMessageBytes, ScheduledExecutorService timer) {
        Object container = context.getAttribute(ServerContainer.class.getName());
        if (!(container instanceof ServerContainer server)) {
            throw new IllegalStateException("this container has no Jakarta WebSocket support");
        }
        if (isTyrus(context)) {
            checkBuffer(context.getInitParameter(TYRUS_BUFFER), maxMessageBytes);
        }
        OpenSockets open = new OpenSockets(timer);
        EndpointConfigurator configurator = new EndpointConfigurator(
                WebSocketResources.of(acceptor, maxMessageBytes, open), context.getContextPath());
        try {
            for (String path : paths()) {
                server.addEndpoint(ServerEndpointConfig.Builder.create(CollabEndpoint.class, path)
                        .configurator(configurator)
                        .build());
            }
        } catch (DeploymentException refused) {
            throw new IllegalStateException("the container refuses the endpoints", refused);
        }
        return open;
    }

    /** Returns whether the container's implementation is Tyrus, the one of Payara and GlassFish. */
    public static boolean isTyrus(ServletContext context) {
        Object container = context.getAttribute(ServerContainer.class.getName());
        return container != null && container.getClass().getName().startsWith("org.glassfish.tyrus.");
    }

    /**
     * Refuses a message limit that Tyrus's own buffer cannot hold: it would close the socket with code 1011 instead of 1009, and
     * clients would retry for ever.
     */
    static void checkBuffer(@Nullable String bufferBytes, int maxMessageBytes) {
        String buffer = bufferBytes == null ? TYRUS_DEFAULT_BUFFER : bufferBytes;
        if (Long.parseLong(buffer) < maxMessageBytes) {
            throw new ConfigurationException(
                    "bad-setting",
                    "collab.connection.max-frame is " + maxMessageBytes
                            + " bytes, but the container's WebSocket buffer holds " + buffer
                            + ": raise the context parameter " + TYRUS_BUFFER);
        }
    }

    private static List<String> paths() {
        List<String> paths = new ArrayList<>(List.of(Handshake.HOCUSPOCUS_PATH, Handshake.HOCUSPOCUS_PATH + "/"));
        StringBuilder path = new StringBuilder(Handshake.Y_PREFIX);
        for (int depth = 1; depth <= Handshake.MAX_SEGMENTS; depth++) {
            path.append(depth == 1 ? "" : "/").append("{s").append(depth).append('}');
            paths.add(path.toString());
        }
        return paths;
    }
}
