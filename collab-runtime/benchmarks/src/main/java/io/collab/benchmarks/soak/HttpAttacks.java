package io.collab.benchmarks.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** HTTP requests: slow ones and malformed ones. */
final class HttpAttacks {
    private static final int SLOW = 200;
    private static final int ANSWER_MILLIS = 300;
    private static final String HOST = "Host: localhost\r\n";
    private static final String UPGRADE = HOST + "Upgrade: websocket\r\nConnection: Upgrade\r\n";

    private static final List<String> GARBAGE = List.of(
            "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /api/documents/%zz HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /collab/y/%zz HTTP/1.1\r\n" + UPGRADE + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AA==\r\n\r\n",
            "GET /collab/y/%ff%fe HTTP/1.1\r\n" + UPGRADE
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            "GET /collab/h HTTP/1.1\r\n" + UPGRADE + "Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: x\r\n\r\n",
            "GET /collab/h HTTP/1.1\r\n" + UPGRADE + "\r\n",
            "GET /collab/h HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /%00 HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /../../../../etc/passwd HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /%2e%2e/%2e%2e/WEB-INF/web.xml HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n",
            "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(20_000) + "\r\n\r\n",
            "GET / HTTP/1.1\r\n" + HOST + "a: b\r\n".repeat(2_000) + "\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET\r\n\r\n",
            "\r\n\r\n\r\n\r\n",
            "NONSENSE / HTTP/1.1\r\n" + HOST + "\r\n",
            "POST /api/documents HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\nContent-Length: -1\r\n\r\n",
            "POST /api/documents HTTP/1.1\r\n" + HOST
                    + "Content-Type: application/json\r\nContent-Length: 5\r\n\r\n{{{{{",
            "POST /api/documents HTTP/1.1\r\n" + HOST
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "POST /api/documents HTTP/1.1\r\n" + HOST
                    + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            "PUT /api/documents/none HTTP/1.1\r\n" + HOST
                    + "If-Match: garbage\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
            "\u0000\u0001\u0002\u00ff\u00fe\r\n\r\n");

    private HttpAttacks() {}

    static List<Attack> all() {
        return List.of(
                new Attack("slow-posts", "200 POST bodies at one byte per second", 1, HttpAttacks::slowPosts),
                new Attack("garbage-requests", "GET /%zz and other malformed requests", 4, HttpAttacks::garbage));
    }

    private static void slowPosts(Attacker attacker) throws IOException, InterruptedException {
        byte[] head = ("POST /api/documents HTTP/1.1\r\n" + HOST
                        + "Content-Type: application/json\r\nContent-Length: 10000\r\n\r\n{")
                .getBytes(StandardCharsets.ISO_8859_1);
        List<RawSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                RawSocket socket = attacker.connect();
                held.add(socket);
                socket.write(head);
            }
            while (!attacker.isOver()) {
                attacker.pause(1_000);
                held.removeIf(socket -> isEnded(socket));
                if (held.isEmpty()) {
                    return;
                }
            }
        } finally {
            held.forEach(RawSocket::close);
        }
    }

    private static boolean isEnded(RawSocket socket) {
        try {
            socket.write(new byte[] {' '});
            return false;
        } catch (IOException closed) {
            socket.close();
            return true;
        }
    }

    private static void garbage(Attacker attacker) throws IOException, InterruptedException {
        String request = GARBAGE.get(ThreadLocalRandom.current().nextInt(GARBAGE.size()));
        try (RawSocket socket = attacker.connect()) {
            socket.write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.await(ANSWER_MILLIS);
        }
    }
}
