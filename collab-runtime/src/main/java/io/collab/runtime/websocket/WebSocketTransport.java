package io.collab.runtime.websocket;

import io.collab.api.ConfigurationException;
import io.collab.spi.transport.ConnectionAcceptor;
import io.collab.spi.transport.Wire;
import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The WebSockets of one application: registers the endpoint for every path, and pings the open connections. Thread-safe.
 *
 * <p>Paths, below the application's context path: {@code /collab/h} for Hocuspocus, {@code /collab/y/} and one to eight
 * segments for y-websocket. A Jakarta path template matches one segment, so there is one registration per depth.
 */
public final class WebSocketTransport implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WebSocketTransport.class.getName());

    /** The path of y-websocket clients; the document's name follows. */
    static final String Y_PREFIX = "/collab/y/";

    /** The path of Hocuspocus clients. */
    static final String HOCUSPOCUS_PATH = "/collab/h";

    /** The maximum number of segments of a document's name in a path. */
    static final int MAX_SEGMENTS = 8;

    /** The context parameter with the size of Tyrus's buffer for one frame, in bytes. */
    private static final String TYRUS_BUFFER = "org.glassfish.tyrus.servlet.incoming-buffer-size";

    private static final long PING_SECONDS = 20;
    private static final int ID_BYTES = 16;

    private final ConnectionAcceptor acceptor;
    private final int maxFrameBytes;
    private final String contextPath;
    private final SecureRandom random = new SecureRandom();
    private final Set<WebSocketConnection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> pings;

    private WebSocketTransport(
            ConnectionAcceptor acceptor, int maxFrameBytes, String contextPath, ScheduledExecutorService timer) {
        this.acceptor = acceptor;
        this.maxFrameBytes = maxFrameBytes;
        this.contextPath = contextPath;
        this.pings = timer.scheduleWithFixedDelay(this::tick, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Registers the endpoints. Must be called from a context listener while the application is deployed.
     *
     * @param acceptor accepts the connections
     * @param maxFrameBytes the maximum size of one message, in bytes, which the container enforces
     * @param timer for pings
     * @return the transport, to be closed when the application is undeployed
     * @throws ConfigurationException with code {@code bad-setting} if the container's buffer is smaller than a message may be
     * @throws IllegalStateException if the container has no WebSocket support or refuses the endpoints
     */
    public static WebSocketTransport register(
            ServletContext context, ConnectionAcceptor acceptor, int maxFrameBytes, ScheduledExecutorService timer) {
        Object container = context.getAttribute(ServerContainer.class.getName());
        if (!(container instanceof ServerContainer server)) {
            throw new IllegalStateException("this container has no Jakarta WebSocket support");
        }
        checkBuffer(tyrusBuffer(context, server), maxFrameBytes);
        WebSocketTransport transport = new WebSocketTransport(acceptor, maxFrameBytes, context.getContextPath(), timer);
        try {
            server.addEndpoint(transport.endpoint(HOCUSPOCUS_PATH, Wire.HOCUSPOCUS));
            for (String path : yPaths()) {
                server.addEndpoint(transport.endpoint(path, Wire.Y_WEBSOCKET));
            }
        } catch (DeploymentException refused) {
            throw new IllegalStateException("the container refuses the endpoints", refused);
        }
        return transport;
    }

    @Override
    public void close() {
        pings.cancel(false);
    }

    ConnectionAcceptor acceptor() {
        return acceptor;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    void opened(WebSocketConnection connection) {
        open.add(connection);
    }

    void closed(WebSocketConnection connection) {
        open.remove(connection);
    }

    /** Returns the part of a raw request path that names the document; empty on the wire whose frames name it. */
    String documentPath(Wire wire, String rawPath) {
        String prefix = contextPath + Y_PREFIX;
        return wire == Wire.Y_WEBSOCKET && rawPath.startsWith(prefix) ? rawPath.substring(prefix.length()) : "";
    }

    /** Returns the size of Tyrus's buffer for one frame, null if the container is not Tyrus or has its default. */
    private static @Nullable String tyrusBuffer(ServletContext context, ServerContainer server) {
        return server.getClass().getName().startsWith("org.glassfish.tyrus.")
                ? context.getInitParameter(TYRUS_BUFFER)
                : null;
    }

    /**
     * Refuses a frame limit that the container's own buffer cannot hold: Tyrus would close the socket with code 1011 instead of
     * 1009, and clients would retry for ever.
     */
    static void checkBuffer(@Nullable String bufferBytes, int maxFrameBytes) {
        if (bufferBytes != null && Long.parseLong(bufferBytes) < maxFrameBytes) {
            throw new ConfigurationException(
                    "bad-setting",
                    "collab.connection.max-frame is " + maxFrameBytes
                            + " bytes, but the container's WebSocket buffer holds " + bufferBytes
                            + ": raise the context parameter " + TYRUS_BUFFER);
        }
    }

    private ServerEndpointConfig endpoint(String path, Wire wire) {
        return ServerEndpointConfig.Builder.create(CollabEndpoint.class, path)
                .configurator(new EndpointConfigurator(this, wire))
                .build();
    }

    private void tick() {
        for (WebSocketConnection connection : open) {
            try {
                connection.tick();
            } catch (Throwable failed) { // the others are still pinged
                LOG.log(System.Logger.Level.DEBUG, "a connection could not be pinged", failed);
            }
        }
    }

    private static List<String> yPaths() {
        List<String> paths = new ArrayList<>();
        StringBuilder path = new StringBuilder(Y_PREFIX);
        for (int depth = 1; depth <= MAX_SEGMENTS; depth++) {
            path.append(depth == 1 ? "" : "/").append("{s").append(depth).append('}');
            paths.add(path.toString());
        }
        return paths;
    }
}
