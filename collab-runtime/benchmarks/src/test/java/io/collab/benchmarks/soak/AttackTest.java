package io.collab.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What attacks send, to a socket that accepts the WebSocket handshake and reads everything. */
@Timeout(60)
class AttackTest {
    private static final Duration TIME = Duration.ofMillis(400);
    private static final Set<String> FORBIDDEN_FRAMES = Set.of("malformed-frames", "unmasked-frames", "frame-lengths");
    private static final Set<String> HTTP = Set.of("slow-posts", "garbage-requests");

    static Stream<String> names() {
        return Attack.all().stream().map(Attack::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void sendsFramesUntilItsTimeIsOver(String name) throws Exception {
        try (Sink sink = new Sink()) {
            Attacker attacker = new Attacker(sink.address(), List.of("one", "two"));
            attacker.run(Attack.named(List.of(name)).get(0), TIME);
            assertThat(attacker.isOver()).isTrue();
            assertThat(attacker.connections()).isPositive();
            assertThat(attacker.bytesSent()).isPositive();
            if (!FORBIDDEN_FRAMES.contains(name) && !HTTP.contains(name)) {
                assertThat(sink.faults).isEmpty();
            }
        }
    }

    @Test
    void everyConnectionIsClosedAtTheEnd() throws Exception {
        try (Sink sink = new Sink()) {
            Attacker attacker = new Attacker(sink.address(), List.of("one"));
            attacker.run(Attack.named(List.of("silent")).get(0), TIME);
            while (sink.open.get() > 0) {
                Thread.onSpinWait();
            }
            assertThat(attacker.connections()).isGreaterThan(4);
        }
    }

    @Test
    void aFaultOfTheAttackItselfIsReported() throws Exception {
        try (Sink sink = new Sink()) {
            Attacker attacker = new Attacker(sink.address(), List.of("one"));
            Attack broken = new Attack("broken", "", 1, any -> {
                throw new IllegalStateException("wrong");
            });
            assertThatThrownBy(() -> attacker.run(broken, TIME))
                    .hasMessageContaining("the attack broken has a fault of its own");
        }
    }

    /** Reads requests and frames, and notes the frames that RFC 6455 forbids. */
    private static final class Sink implements AutoCloseable {
        final Set<String> faults = ConcurrentHashMap.newKeySet();
        final AtomicInteger open = new AtomicInteger();
        private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());

        Sink() throws IOException {
            daemon(this::accept);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            server.close();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    open.incrementAndGet();
                    daemon(() -> serve(socket));
                }
            } catch (IOException closed) {
                // the end of the test
            }
        }

        private void serve(Socket socket) {
            try (socket;
                    DataInputStream in = new DataInputStream(socket.getInputStream())) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) in.readUnsignedByte());
                }
                socket.getOutputStream()
                        .write("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    frame(in);
                }
            } catch (EOFException end) {
                // closed by the attack
            } catch (IOException end) {
                // reset by the attack
            } finally {
                open.decrementAndGet();
            }
        }

        private void frame(DataInputStream in) throws IOException {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            int opcode = first & 0x0f;
            if ((first & 0x70) != 0 || opcode > 2 && opcode < 8 || opcode > 10 || (second & 0x80) == 0) {
                faults.add(Integer.toHexString(first << 8 | second));
            }
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            in.skipNBytes(Integer.BYTES + length);
        }

        private static void daemon(Runnable task) {
            Thread thread = new Thread(task, "sink");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
