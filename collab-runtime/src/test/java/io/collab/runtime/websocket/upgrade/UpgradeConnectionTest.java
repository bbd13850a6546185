package io.collab.runtime.websocket.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.CloseCode;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeConnectionTest {
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final FakeSocket socket;

    UpgradeConnectionTest() throws IOException {
        socket = new FakeSocket(Wire.HOCUSPOCUS);
    }

    @Test
    void anyByteOfAMessageShowsThatTheClientIsAlive() {
        byte[] large = FakeSocket.frame(BINARY, true, new byte[900_000]);
        int at = 0;
        while (at < large.length) {
            int next = Math.min(large.length, at + 450_000);
            socket.arrive(Arrays.copyOfRange(large, at, next));
            at = next;
            socket.pass(Duration.ofSeconds(55));
            socket.connection.tick();
        }
        assertThat(socket.received).hasSize(1);
        assertThat(socket.left).isFalse();
    }

    @Test
    void aClientThatIsSilentIsClosed() {
        socket.pass(Duration.ofSeconds(61));
        socket.connection.tick();
        assertThat(socket.left).isTrue();
        assertThat(socket.closeCode()).isEqualTo(CloseCode.IDLE_TIMEOUT.code());
    }

    @Test
    void aClientThatIsSentMuchHasTheTimeToReadIt() {
        socket.connection.send(new Frame.Binary(new byte[800_000])); // 100 s at 8,000 bytes per second
        socket.pass(Duration.ofSeconds(155));
        socket.connection.tick();
        assertThat(socket.left).isFalse();
        socket.pass(Duration.ofSeconds(10));
        socket.connection.tick();
        assertThat(socket.left).isTrue();
    }

    @Test
    void aPongShowsWhatTheClientHasRead() {
        socket.connection.send(new Frame.Binary(new byte[800_000]));
        socket.connection.tick();
        List<Frame.Binary> sent = socket.sent();
        byte[] ping = sent.get(sent.size() - 1).bytes();
        assertThat(ping[0]).isEqualTo((byte) PING);
        socket.arrive(FakeSocket.frame(PONG, true, Arrays.copyOfRange(ping, 1, ping.length)));
        socket.pass(Duration.ofSeconds(61));
        socket.connection.tick();
        assertThat(socket.left).isTrue();
    }

    @Test
    void aMessageThatStopsIsClosedAlthoughTheClientAnswersPings() {
        socket.arrive(FakeSocket.frame(BINARY, false, new byte[80_000])); // 10 s at 8,000 bytes per second
        for (int i = 0; i < 6; i++) {
            socket.pass(Duration.ofSeconds(12));
            socket.arrive(FakeSocket.frame(PONG, true));
            assertThat(socket.left).isFalse();
            socket.connection.tick();
        }
        assertThat(socket.left).isTrue();
        assertThat(socket.closeCode()).isEqualTo(CloseCode.IDLE_TIMEOUT.code());
        socket.arrive(FakeSocket.frame(PONG, true));
        assertThat(socket.budget.heldBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"HOCUSPOCUS, MESSAGE_TOO_BIG", "Y_WEBSOCKET, TOO_LARGE"})
    void aMessageThatIsTooLargeIsReadToItsEndAndRefusedAfterAWhile(Wire wire, CloseCode code) throws IOException {
        FakeSocket other = new FakeSocket(wire);
        byte[] large = FakeSocket.frame(BINARY, true, new byte[FakeSocket.MAX_MESSAGE_BYTES + 1]);
        other.arrive(Arrays.copyOf(large, 20));
        assertThat(other.left).isTrue();
        other.arrive(Arrays.copyOfRange(large, 20, large.length));
        other.close(CloseCode.NORMAL);
        assertThat(other.sent()).isEmpty();
        other.runAfter(Duration.ofSeconds(15));
        assertThat(other.closeCode()).isEqualTo(code.code());
        assertThat(other.received).isEmpty();
    }

    @Test
    void fragmentsThatAreTooLargeTogetherAreRefused() {
        byte[] half = new byte[FakeSocket.MAX_MESSAGE_BYTES / 2 + 1];
        socket.arrive(FakeSocket.frame(BINARY, false, half));
        assertThat(socket.left).isFalse();
        socket.arrive(FakeSocket.frame(0, true, half));
        assertThat(socket.left).isTrue();
        assertThat(socket.received).isEmpty();
        assertThat(socket.budget.heldBytes()).isZero();
    }

    @Test
    void whatArrivesAfterTheCloseIsReadUntilTheClientHasClosedToo() {
        socket.arrive(Arrays.copyOf(FakeSocket.frame(BINARY, true, new byte[1_000]), 500));
        socket.close(CloseCode.TOO_FAST);
        assertThat(socket.closeCode()).isEqualTo(CloseCode.TOO_FAST.code());
        assertThat(socket.ended).isFalse();
        byte[] rest = new byte[514];
        socket.arrive(rest);
        socket.arrive(FakeSocket.frame(BINARY, true, new byte[1_000]));
        assertThat(socket.ended).isFalse();
        socket.arrive(FakeSocket.frame(CLOSE, true, (byte) 0x11, (byte) 0xb1));
        assertThat(socket.ended).isTrue();
        assertThat(socket.received).isEmpty();
    }

    @Test
    void aClientThatDoesNotCloseIsNotAwaitedForEver() {
        socket.stopReading();
        socket.close(CloseCode.TOO_FAST);
        assertThat(socket.ended).isFalse();
        socket.runAfter(DRAIN);
        assertThat(socket.ended).isTrue();
    }

    @Test
    void theCloseOfAClientIsAnswered() {
        socket.arrive(FakeSocket.frame(CLOSE, true, (byte) 0x03, (byte) 0xe8));
        assertThat(socket.left).isTrue();
        assertThat(socket.closeCode()).isEqualTo(1000);
        assertThat(socket.ended).isTrue();
    }

    @Test
    void onePongWaitsForAClientThatDoesNotRead() throws IOException {
        socket.stopReading();
        for (int i = 0; i < 1_000; i++) {
            byte[] number = ByteBuffer.allocate(4).putInt(i).array();
            socket.arrive(FakeSocket.frame(PING, true, number));
        }
        socket.readAgain();
        assertThat(socket.sent())
                .hasSizeLessThanOrEqualTo(2)
                .last()
                .satisfies(pong -> assertThat(pong.bytes()).containsExactly(PONG, 0, 0, 3, (byte) 0xe7));
    }

    @Test
    void messagesOfManyPiecesArriveUnchangedInBothDirections() throws IOException {
        byte[] content = new byte[200_001];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 7);
        }
        byte[] frame = FakeSocket.frame(BINARY, true, content);
        for (int i = 0; i < frame.length; i += 999) {
            socket.arrive(Arrays.copyOfRange(frame, i, Math.min(frame.length, i + 999)));
        }
        assertThat(socket.received)
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Binary.class, binary -> assertThat(binary.bytes()).isEqualTo(content));
        socket.stopReading();
        var sent = socket.connection.send(new Frame.Binary(content)).toCompletableFuture();
        assertThat(sent).isNotDone();
        socket.readAgain();
        assertThat(sent).isCompleted();
        assertThat(socket.sent())
                .singleElement()
                .satisfies(message -> assertThat(message.bytes())
                        .startsWith(BINARY)
                        .hasSize(1 + content.length)
                        .endsWith(Arrays.copyOfRange(content, 100_000, content.length)));
    }

    @Test
    void unfinishedMessagesOfAllClientsHaveABound() throws IOException {
        byte[] most = FakeSocket.frame(BINARY, false, new byte[FakeSocket.MAX_MESSAGE_BYTES]);
        for (int i = 0; i < 2; i++) {
            FakeSocket other = new FakeSocket(Wire.HOCUSPOCUS, socket.budget);
            other.arrive(most);
            assertThat(other.left).isFalse();
        }
        socket.arrive(FakeSocket.frame(BINARY, true, new byte[60_000]));
        assertThat(socket.received).hasSize(1);
        socket.arrive(FakeSocket.frame(BINARY, true, new byte[300_000]));
        assertThat(socket.closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER.code());
        assertThat(socket.received).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0x82, 0x00", // not masked
        "0xc2, 0x80", // a reserved bit
        "0x83, 0x80", // an unknown opcode
        "0x80, 0x80", // a continuation of nothing
        "0x09, 0x80", // a fragment of a ping
        "0x89, 0xfe" // a ping that is too long
    })
    void bytesThatAreNoFrameAreRefused(String first, String second) {
        socket.arrive(Integer.decode(first).byteValue(), Integer.decode(second).byteValue(), (byte) 1, (byte) 2);
        assertThat(socket.left).isTrue();
        assertThat(socket.closeCode()).isEqualTo(CloseCode.BAD_MESSAGE.code());
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        socket.arrive(FakeSocket.frame(1, true, (byte) 0xff));
        assertThat(socket.closeCode()).isEqualTo(CloseCode.BAD_MESSAGE.code());
        assertThat(socket.received).isEmpty();
    }
}
