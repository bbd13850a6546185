package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The self-contained jar serves its other clients, and logs nothing, whatever one client sends or does not read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsIT {
    /** More than the server has threads. */
    private static final int MANY = 250;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TO_DOCUMENTS =
            "POST /api/documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private final HttpClient client = HttpClient.newHttpClient();

    private Process server;
    private Path output;
    private int port;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        port = freePort();
        output = folder.resolve("output");
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-Dcollab.store.url=jdbc:h2:mem:hostile",
                        "-jar",
                        System.getProperty("editor.jar"),
                        "--port",
                        Integer.toString(port),
                        "--stop-with-parent")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (!logged().contains("Open http")) {
            assertThat(server.isAlive()).as(logged()).isTrue();
            Thread.onSpinWait();
        }
    }

    @AfterAll
    void stop() {
        server.destroyForcibly();
        server.onExit().join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TO_DOCUMENTS + "Content-Length: 1000\r\n\r\n{",
                TO_DOCUMENTS + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
                TO_DOCUMENTS + "Content-Length: 1000\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n{",
                "POST /health/live HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
            })
    void aRequestThatDoesNotEndHoldsNoThreadAndEnds(String beginning) throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                open.add(send(beginning));
            }

            assertServes();
            for (Socket socket : open) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            close(open);
        }
    }

    @Test
    void connectionsThatSendNothingDoNotKeepOthersAway() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 2_500; i++) {
                open.add(send(""));
            }

            assertServes();
            assertThat(open.get(0).getInputStream().read()).isEqualTo(-1);
        } finally {
            close(open);
        }
    }

    @Test
    void aClientThatReadsNothingFillsNoMemory() throws Exception {
        String page = get("/").body();
        String script = page.replaceAll("(?s).*src=\"(?:\\./)?(assets/[^\"]+\\.js)\".*", "$1");
        String requests = ("GET /" + script + " HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(60);
        String before = logged();
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                open.add(send(requests));
            }

            assertServes();
        } finally {
            close(open);
        }
        assertServes();
        assertThat(logged()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /% HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /api/documents/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /collab/y/a?%zz HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: %zz:[]\r\n\r\n",
                TO_DOCUMENTS + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                TO_DOCUMENTS + "Content-Length: 2\r\nIf-Match: garbage\r\nConnection: close\r\n\r\n{}",
                TO_DOCUMENTS + "Content-Length: 99999999999\r\n\r\n{",
                TO_DOCUMENTS + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n",
                "FOO /api/documents HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            })
    void whatCannotBeReadIsRefusedAndNotLogged(String request) throws Exception {
        String before = logged();
        try (Socket socket = send(request)) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Exception", "\tat ");
        }
        assertThat(logged()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1", "HTTP_2"})
    void aCompleteRequestIsServed(HttpClient.Version offered) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at("/api/documents"))
                .version(offered)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"title\":\"a\",\"kind\":\"text\"}"))
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    /** Health, the page, a change over REST and a WebSocket. */
    private void assertServes() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        SocketPeer.y(client, URI.create("ws://127.0.0.1:" + port + "/collab/y/open"), 1)
                .sync()
                .hangUp();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(at(path)).timeout(PATIENCE).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private String logged() throws IOException {
        return Files.exists(output) ? Files.readString(output) : "";
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
