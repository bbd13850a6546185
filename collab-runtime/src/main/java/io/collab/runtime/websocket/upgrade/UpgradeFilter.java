package io.collab.runtime.websocket.upgrade;

import io.collab.runtime.websocket.Handshake;
import io.collab.runtime.websocket.WebSocketResources;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The opening handshake (RFC 6455 section 4). Requests that open no WebSocket pass. Thread-safe. */
final class UpgradeFilter implements Filter {
    private static final String VERSION = "13";
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_LENGTH = 24;
    private static final int UPGRADE_REQUIRED = 426;

    private final WebSocketResources resources;

    UpgradeFilter(WebSocketResources resources) {
        this.resources = resources;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse answer
                && isUpgrade(http)) {
            upgrade(http, answer);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void upgrade(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Handshake.Route route = Handshake.route(request.getContextPath(), request.getRequestURI());
        String key = request.getHeader("Sec-WebSocket-Key");
        if (route == null) {
            refuse(response, HttpServletResponse.SC_NOT_FOUND);
        } else if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            response.setHeader("Sec-WebSocket-Version", VERSION);
            refuse(response, UPGRADE_REQUIRED);
        } else if (key == null || key.strip().length() != KEY_LENGTH) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST);
        } else {
            open(request, response, route, key.strip());
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response, Handshake.Route route, String key)
            throws IOException, ServletException {
        String subProtocol = subProtocol(request);
        UpgradeHandler handler = request.upgrade(UpgradeHandler.class);
        handler.handshake(
                resources,
                Handshake.read(
                        route,
                        request.getQueryString(),
                        headersOf(request),
                        request.getUserPrincipal(),
                        request.getRemoteAddr(),
                        subProtocol));
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Connection", "Upgrade");
        response.setHeader("Sec-WebSocket-Accept", accept(key));
        if (subProtocol != null) {
            response.setHeader("Sec-WebSocket-Protocol", subProtocol);
        }
        response.flushBuffer();
    }

    /** Returns whether the request opens a WebSocket, in whatever version. */
    private static boolean isUpgrade(HttpServletRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return request.getMethod().equals("GET") && upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-1", missing);
        }
    }

    /**
     * Returns the first offered sub-protocol, null if none is offered: a browser closes the connection if it has offered some and
     * none is selected.
     */
    private static @Nullable String subProtocol(HttpServletRequest request) {
        String offered = request.getHeader("Sec-WebSocket-Protocol");
        String first = offered == null ? "" : offered.split(",", 2)[0].strip();
        return first.isEmpty() ? null : first;
    }

    private static Map<String, List<String>> headersOf(HttpServletRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        return headers;
    }

    /** Answers without a page: it would be of no use to a client of a WebSocket. */
    private static void refuse(HttpServletResponse response, int status) throws IOException {
        response.setStatus(status);
        response.setContentLength(0);
        response.flushBuffer();
    }
}
