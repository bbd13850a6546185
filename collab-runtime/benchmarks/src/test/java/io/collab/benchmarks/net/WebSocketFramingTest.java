package io.collab.benchmarks.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6455 section 5, as a client sees it. */
class WebSocketFramingTest {
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    private final WebSocketFraming framing = new WebSocketFraming(URI.create("ws://localhost:8080/a%20b?x=1"));
    private final Noted noted = new Noted();

    @Test
    void asksForThePathAsItStands() {
        String request = StandardCharsets.US_ASCII.decode(framing.hello()).toString();
        assertThat(request)
                .startsWith("GET /a%20b?x=1 HTTP/1.1\r\nHost: localhost:8080\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void messagesComeWholeHoweverTheBytesAreCut() {
        byte[] all = join(SWITCHING.getBytes(StandardCharsets.US_ASCII), bytes("8203010203"), bytes("820101"));
        ByteBuffer in = ByteBuffer.allocate(all.length);
        for (byte next : all) {
            in.put(next).flip();
            framing.decode(in, noted);
            in.compact();
        }
        assertThat(noted.events).containsExactly("opened", "010203", "01");
    }

    @Test
    void fragmentsAreJoinedAroundAPing() {
        open();
        decode("020201028901aa8002030482010a");
        assertThat(noted.events).containsExactly("opened", "answer aa", "01020304", "0a");
    }

    @Test
    void longLengthsAreRead() {
        open();
        decode("827e0100" + "07".repeat(256) + "827f0000000000000002" + "0809");
        assertThat(noted.events).containsExactly("opened", "07".repeat(256), "0809");
    }

    @Test
    void aCloseIsReportedWithItsCode() {
        open();
        decode("880403f56f6b");
        assertThat(noted.events).containsExactly("opened", "ended closed with 1013 ok");
    }

    @Test
    void aRefusedHandshakeIsReportedWithItsStatus() {
        framing.decode(ByteBuffer.wrap("HTTP/1.1 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII)), noted);
        assertThat(noted.events).containsExactly("ended the handshake was refused: HTTP/1.1 404 Not Found");
    }

    @Test
    void sentFramesAreMasked() {
        assertThat(unmask(framing.frame(bytes("0102030405")))).isEqualTo("0102030405");
        assertThat(unmask(framing.frame(new byte[300]))).isEqualTo("00".repeat(300));
    }

    private void open() {
        framing.decode(ByteBuffer.wrap(SWITCHING.getBytes(StandardCharsets.US_ASCII)), noted);
    }

    private void decode(String hex) {
        framing.decode(ByteBuffer.wrap(bytes(hex)), noted);
    }

    /** Checks the header of a frame; returns its body. */
    private static String unmask(ByteBuffer frame) {
        assertThat(frame.get()).isEqualTo((byte) 0x82);
        int length = frame.get() & 0xff;
        assertThat(length & 0x80).isEqualTo(0x80);
        length = (length & 0x7f) == 126 ? frame.getShort() : length & 0x7f;
        byte[] mask = new byte[4];
        frame.get(mask);
        byte[] body = new byte[length];
        frame.get(body);
        assertThat(frame.hasRemaining()).isFalse();
        for (int i = 0; i < length; i++) {
            body[i] ^= mask[i & 3];
        }
        return HexFormat.of().formatHex(body);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(1_024);
        for (byte[] part : parts) {
            all.put(part);
        }
        byte[] joined = new byte[all.position()];
        all.flip().get(joined);
        return joined;
    }

    /** Records the events. */
    private static final class Noted implements FrameSink {
        final List<String> events = new ArrayList<>();

        @Override
        public void opened() {
            events.add("opened");
        }

        @Override
        public void message(byte[] bytes) {
            events.add(HexFormat.of().formatHex(bytes));
        }

        @Override
        public void answer(ByteBuffer bytes) {
            byte[] body = new byte[bytes.get(1) & 0x7f];
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) (bytes.get(6 + i) ^ bytes.get(2 + (i & 3)));
            }
            events.add("answer " + HexFormat.of().formatHex(body));
        }

        @Override
        public void ended(String why) {
            events.add("ended " + why);
        }
    }
}
