package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The WebSocket endpoints in Payara, under a context path. */
@ArquillianTest
@RunAsClient
class SocketsIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @ArquillianResource
    private URL base;

    @Deployment(testable = false)
    static WebArchive editor() {
        return EditorArchive.war();
    }

    @ParameterizedTest
    @CsvSource({"a%20b/%C3%BC,a b/ü", "a%2Fb,a/b", "a%252Fb,a%2Fb", "1/2/3/4/5/6/7/8,1/2/3/4/5/6/7/8", "x?y=1,x"})
    void aPathNamesADocumentDecodedOnce(String path, String name) throws Exception {
        SocketPeer writer = SocketPeer.y(client, y(path), 1).sync().type("over y-websocket: " + path);
        SocketPeer reader = SocketPeer.hocuspocus(client, hocuspocus(), name, 2);
        String expected = "over y-websocket: " + path;
        while (!reader.sync().doc().getText("content").toString().equals(expected)) {
            reader.hangUp();
            reader = SocketPeer.hocuspocus(client, hocuspocus(), name, 2);
        }
        writer.hangUp();
        reader.hangUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2Fx", "a//b", "%00", "a%5Cb", "%ff"})
    void aPathThatCannotBeANameIsRefused(String path) throws Exception {
        int code;
        try {
            code = SocketPeer.y(client, y(path), 1).closeCode();
        } catch (java.util.concurrent.CompletionException handshakeRefused) {
            assertThat(handshakeRefused).hasCauseInstanceOf(WebSocketHandshakeException.class);
            return;
        }
        assertThat(code).isEqualTo(4404);
    }

    @Test
    void theHocuspocusPathMayEndWithASlash() throws Exception {
        SocketPeer peer = SocketPeer.hocuspocus(client, URI.create(hocuspocus() + "/"), "slash", 1);
        peer.sync().type("synced").hangUp();
    }

    @Test
    void aCloseCodeReachesAClientThatIsSending() throws Exception {
        byte[] payload = new byte[16 << 10];
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            try (RawSocket socket = new RawSocket(base.getPort(), "/editor/collab/y/a//b")) {
                Thread sender = new Thread(() -> {
                    for (int frame = 0; frame < 64; frame++) {
                        socket.send(2, true, payload);
                    }
                });
                sender.start();
                codes.add(socket.closeCode());
                sender.join();
            }
        }
        assertThat(codes).containsOnly(4404);
    }

    @ParameterizedTest
    @CsvSource({"y/refused, 4413", "h, 1009"})
    void aMessageThatIsTooLargeIsRefusedWithItsCodeHoweverLargeItIs(String path, int code) throws Exception {
        try (RawSocket socket = new RawSocket(base.getPort(), "/editor/collab/" + path)) {
            socket.send(2, true, new byte[65 << 20]);
            assertThat(socket.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void unfinishedMessagesDoNotFillTheMemory() throws Exception {
        List<RawSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                RawSocket socket = new RawSocket(base.getPort(), "/editor/collab/y/unfinished");
                sockets.add(socket);
                socket.send(2, false, new byte[15 << 20]);
            }
            assertThat(sockets.get(39).closeCode()).isEqualTo(1013);
            SocketPeer.hocuspocus(client, hocuspocus(), "beside", 1)
                    .sync()
                    .type("still served")
                    .hangUp();
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void nineSegmentsAreNotFound() {
        assertThatThrownBy(() -> SocketPeer.y(client, y("1/2/3/4/5/6/7/8/9"), 1))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(404));
    }

    @Test
    void oneOfTheOfferedSubProtocolsIsChosen() {
        var socket = client.newWebSocketBuilder()
                .subprotocols("first", "second")
                .buildAsync(y("sub"), new java.net.http.WebSocket.Listener() {})
                .join();
        assertThat(socket.getSubprotocol()).isEqualTo("first");
        socket.abort();
    }

    @Test
    void twoHundredHandshakesAtOnceAreNotMixedUp() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(200);
        try {
            List<CompletableFuture<SocketPeer>> opening = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int number = i;
                opening.add(CompletableFuture.supplyAsync(
                        () -> SocketPeer.y(client, y("crowd/" + number), number + 1), people));
            }
            for (int i = 0; i < 200; i++) {
                opening.get(i).join().sync().type("I am " + i);
            }
            for (int i = 0; i < 200; i++) {
                SocketPeer other = SocketPeer.hocuspocus(client, hocuspocus(), "crowd/" + i, 1_000 + i);
                other.sync();
                String text = other.doc().getText("content").toString();
                assertThat(text).isIn("", "I am " + i);
                other.hangUp();
            }
            opening.forEach(peer -> peer.join().hangUp());
        } finally {
            people.shutdownNow();
        }
    }

    @Test
    void sixMebibytesGoInAsOneMessageAndComeOutInParts() throws Exception {
        String text = "0123456789abcdef".repeat(6 << 16);
        SocketPeer writer = SocketPeer.hocuspocus(client, hocuspocus(), "large", 1);
        writer.sync().type(text);
        SocketPeer reader = SocketPeer.y(client, y("large"), 2).sync();
        assertThat(reader.doc().getText("content").toString()).isEqualTo(text);
        assertThat(reader.frameSizes()).allMatch(size -> size < (64 << 10) + 1_024);
        writer.hangUp();
        reader.hangUp();
    }

    @Test
    void aMessageThatIsTooBigClosesItsConnectionAndNoOther() throws Exception {
        SocketPeer good = SocketPeer.hocuspocus(client, hocuspocus(), "good", 1).sync();
        SocketPeer bad = SocketPeer.hocuspocus(client, hocuspocus(), "good", 2).sync();
        bad.socket().sendBinary(java.nio.ByteBuffer.allocate((64 << 20) + 1), true);
        assertThat(bad.closeCode()).isEqualTo(1009);
        good.type("still here");
        SocketPeer garbage = SocketPeer.y(client, y("good"), 3).sync();
        garbage.raw(new byte[] {0, 2, 5, 1, 1});
        assertThat(garbage.closeCode()).isEqualTo(4400);
        good.hangUp();
    }

    private URI y(String path) {
        return URI.create(address() + "collab/y/" + path);
    }

    private URI hocuspocus() {
        return URI.create(address() + "collab/h");
    }

    private String address() {
        return "ws://127.0.0.1:" + base.getPort() + EditorArchive.CONTEXT_PATH;
    }
}
