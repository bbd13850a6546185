package io.collab.runtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.CloseCode;
import io.collab.runtime.websocket.endpoint.EndpointTransport;
import io.collab.runtime.websocket.upgrade.UpgradeTransport;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.ConnectionAcceptor;
import io.collab.spi.transport.ConnectionListener;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.websocket.server.WsSci;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both transports, each in an application of its own on a Tomcat. The runtime's side sends every message back. */
class TransportsOnTomcatTest {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int PATIENCE_SECONDS = 60;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();
    private static final BlockingQueue<Accepted> ACCEPTED = new LinkedBlockingQueue<>();
    private static final Tomcat TOMCAT = new Tomcat();

    enum Transport {
        ENDPOINT(EndpointTransport::register),
        UPGRADE(UpgradeTransport::register);

        private final Registration registration;

        Transport(Registration registration) {
            this.registration = registration;
        }

        interface Registration {
            OpenSockets register(
                    ServletContext context, ConnectionAcceptor acceptor, int maxBytes, ScheduledExecutorService timer);
        }

        String contextPath() {
            return "/" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** A connection on the runtime's side. */
    record Accepted(Connection connection, ConnectRequest request, CompletableFuture<Void> closed)
            implements ConnectionListener {
        @Override
        public void onFrame(Frame frame) {
            connection.send(frame);
        }

        @Override
        public void onClosed() {
            assertThat(closed.complete(null)).as("closed once").isTrue();
        }
    }

    /** The client's side: whole messages and the close code. */
    private static final class Client implements WebSocket.Listener {
        final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            message.writeBytes(bytes);
            if (last) {
                received.add(message.toByteArray());
                message.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws LifecycleException {
        TOMCAT.setBaseDir(folder.toString());
        TOMCAT.setPort(0);
        TOMCAT.getConnector().setEncodedSolidusHandling("passthrough");
        for (Transport transport : Transport.values()) {
            Context context = TOMCAT.addContext(transport.contextPath(), folder.toString());
            Tomcat.addServlet(context, "none", new HttpServlet() {}).addMapping("/");
            addAccessFilter(context);
            context.addServletContainerInitializer(new WsSci(), null);
            context.addServletContainerInitializer(
                    (classes, application) -> transport.registration.register(
                            application, TransportsOnTomcatTest::accept, MAX_MESSAGE_BYTES, TIMER),
                    null);
        }
        TOMCAT.start();
    }

    /** Adds a filter of the application, which refuses some requests and authenticates all others. */
    private static void addAccessFilter(Context context) {
        FilterDef access = new FilterDef();
        access.setFilterName("access");
        access.setAsyncSupported("true");
        access.setFilter((request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().endsWith("/refused")) {
                ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_FORBIDDEN);
            } else {
                chain.doFilter(
                        new HttpServletRequestWrapper((HttpServletRequest) request) {
                            @Override
                            public Principal getUserPrincipal() {
                                return () -> "ann";
                            }
                        },
                        response);
            }
        });
        context.addFilterDef(access);
        FilterMap everything = new FilterMap();
        everything.setFilterName("access");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
    }

    @AfterAll
    static void stop() throws LifecycleException {
        TOMCAT.stop();
        TOMCAT.destroy();
        TIMER.shutdownNow();
    }

    @BeforeEach
    void forgetConnections() {
        ACCEPTED.clear();
    }

    private static ConnectionListener accept(Connection connection, ConnectRequest request) {
        Accepted accepted = new Accepted(connection, request, new CompletableFuture<>());
        ACCEPTED.add(accepted);
        return accepted;
    }

    @ParameterizedTest
    @EnumSource
    void theHandshakeReachesTheRuntime(Transport transport) throws Exception {
        WebSocket socket = CLIENT.newWebSocketBuilder()
                .header("Cookie", "a=1; session=x=y")
                .header("Authorization", "Bearer secret")
                .header("Origin", "https://app.example")
                .subprotocols("first", "second")
                .buildAsync(uri(transport, "/collab/y/some%2Fname/part%20two?x=1&token=t%C3%A9"), new Client())
                .join();
        assertThat(socket.getSubprotocol()).isEqualTo("first");
        ConnectRequest request = next().request();
        assertThat(request.wire()).isEqualTo(Wire.Y_WEBSOCKET);
        assertThat(request.rawPath()).isEqualTo("some%2Fname/part%20two");
        assertThat(request.query()).isEqualTo("x=1&token=t%C3%A9");
        assertThat(request.subProtocol()).isEqualTo("first");
        assertThat(request.credentials().cookies()).containsEntry("a", "1").containsEntry("session", "x=y");
        assertThat(request.credentials().headers()).containsEntry("authorization", List.of("Bearer secret"));
        assertThat(request.credentials().origin()).isEqualTo("https://app.example");
        assertThat(request.credentials().token()).isEqualTo("té");
        assertThat(request.credentials().address()).isEqualTo(transport == Transport.UPGRADE ? "127.0.0.1" : null);
        socket.abort();
    }

    @ParameterizedTest
    @EnumSource
    void theFiltersOfTheApplicationAreAskedBefore(Transport transport) throws Exception {
        assertThatThrownBy(() -> open(transport, "/collab/y/refused", new Client()))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        open(transport, "/collab/y/admitted", new Client()).abort();
        assertThat(next().request().credentials().principal()).isEqualTo("ann");
    }

    @ParameterizedTest
    @EnumSource
    void theHocuspocusPathMayEndWithASlash(Transport transport) throws Exception {
        for (String path : List.of("/collab/h", "/collab/h/")) {
            open(transport, path, new Client()).abort();
            assertThat(next().request().wire()).isEqualTo(Wire.HOCUSPOCUS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pathsWithoutADocumentOpenNothing(Transport transport) {
        for (String path : List.of("/collab/y/", "/collab/y/1/2/3/4/5/6/7/8/9", "/collab/x")) {
            assertThatThrownBy(() -> open(transport, path, new Client()))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfEverySizeAreDeliveredWholeAndInOrder(Transport transport) throws Exception {
        Client client = new Client();
        WebSocket socket = open(transport, "/collab/h", client);
        for (int size : new int[] {0, 1, 125, 126, 8_192, 65_535, 65_536, MAX_MESSAGE_BYTES}) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            socket.sendBinary(ByteBuffer.wrap(content, 0, size / 3), false).join();
            socket.sendPing(ByteBuffer.allocate(3)).join();
            socket.sendBinary(ByteBuffer.wrap(content, size / 3, size - size / 3), true)
                    .join();
            assertThat(client.received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(content);
        }
        socket.abort();
    }

    @ParameterizedTest
    @EnumSource
    void theRuntimesCloseReachesTheClientAndIsReportedOnce(Transport transport) throws Exception {
        Client client = new Client();
        open(transport, "/collab/h", client);
        Accepted accepted = next();
        accepted.connection().close(CloseCode.TOO_FAST, "é".repeat(100));
        accepted.connection().close(CloseCode.NORMAL, "again");
        assertThat(client.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(CloseCode.TOO_FAST.code());
        accepted.closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfAClientIsReportedHoweverItEnds(Transport transport) throws Exception {
        open(transport, "/collab/h", new Client()).sendClose(1000, "").join();
        next().closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        open(transport, "/collab/h", new Client()).abort();
        next().closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedWithTheCodeOfItsWire() throws Exception {
        Map<Client, CloseCode> expected = new LinkedHashMap<>();
        for (Transport transport : Transport.values()) {
            expected.put(tooLarge(transport, "/collab/h"), CloseCode.MESSAGE_TOO_BIG);
            expected.put(tooLarge(transport, "/collab/y/x"), CloseCode.TOO_LARGE);
        }
        for (Map.Entry<Client, CloseCode> refused : expected.entrySet()) {
            Client client = refused.getKey();
            assertThat(client.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(refused.getValue().code());
            assertThat(client.received).isEmpty();
        }
    }

    private static Client tooLarge(Transport transport, String path) throws Exception {
        Client client = new Client();
        WebSocket socket = open(transport, path, client);
        socket.sendBinary(ByteBuffer.allocate(5 * MAX_MESSAGE_BYTES), true);
        next().closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return client;
    }

    private static WebSocket open(Transport transport, String path, Client client) {
        return CLIENT.newWebSocketBuilder()
                .buildAsync(uri(transport, path), client)
                .join();
    }

    private static Accepted next() throws InterruptedException {
        return ACCEPTED.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static URI uri(Transport transport, String path) {
        return URI.create("ws://127.0.0.1:" + TOMCAT.getConnector().getLocalPort() + transport.contextPath() + path);
    }
}
