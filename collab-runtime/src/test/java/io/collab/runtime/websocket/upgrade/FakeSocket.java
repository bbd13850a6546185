package io.collab.runtime.websocket.upgrade;

import io.collab.api.CloseCode;
import io.collab.api.Credentials;
import io.collab.runtime.websocket.OpenSockets;
import io.collab.runtime.websocket.ReceivingBudget;
import io.collab.runtime.websocket.WebSocketResources;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.ConnectionListener;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** A socket of a container in memory, with its connection, a clock that the test moves, and the runtime's side. */
final class FakeSocket implements WebConnection, ConnectionListener {
    static final int MAX_MESSAGE_BYTES = 1 << 20;
    /** Has no thread before its first task is due: tests call {@link UpgradeConnection#tick} themselves. */
    private static final ScheduledExecutorService TIMER = new ScheduledThreadPoolExecutor(0);

    private static final byte[] MASK = {1, 2, 3, 4};

    final ReceivingBudget budget;
    final List<Frame> received = new ArrayList<>();
    final UpgradeConnection connection;
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Map<Duration, List<Runnable>> tasks = new HashMap<>();
    private @Nullable WriteListener writeListener;
    private boolean stuck;
    private boolean notified;
    private long nanos;
    boolean left;
    boolean ended;

    FakeSocket(Wire wire) throws IOException {
        this(wire, new ReceivingBudget(2L << 20));
    }

    FakeSocket(Wire wire, ReceivingBudget budget) throws IOException {
        this.budget = budget;
        WebSocketResources resources = new WebSocketResources(
                (accepted, request) -> this,
                MAX_MESSAGE_BYTES,
                budget,
                new OpenSockets(TIMER),
                () -> nanos,
                (delay, task) ->
                        tasks.computeIfAbsent(delay, any -> new ArrayList<>()).add(task));
        connection =
                UpgradeConnection.open(resources, this, new ConnectRequest(wire, "x", null, null, Credentials.none()));
    }

    /** Returns a frame as a client sends it. */
    static byte[] frame(int opcode, boolean last, byte... payload) {
        ByteBuffer bytes = ByteBuffer.allocate(14 + payload.length).put((byte) ((last ? 0x80 : 0) | opcode));
        if (payload.length <= 125) {
            bytes.put((byte) (0x80 | payload.length));
        } else {
            bytes.put((byte) 0xff).putLong(payload.length);
        }
        bytes.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            bytes.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        byte[] frame = new byte[bytes.position()];
        bytes.flip().get(frame);
        return frame;
    }

    void arrive(byte... bytes) {
        arrived.add(bytes);
        connection.readFrom(new In());
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** Runs the tasks that were to run after a delay. */
    void runAfter(Duration delay) {
        tasks.getOrDefault(delay, List.of()).forEach(Runnable::run);
    }

    /** From now on nothing can be written. */
    void stopReading() {
        stuck = true;
    }

    void readAgain() throws IOException {
        stuck = false;
        if (notified && writeListener != null) {
            notified = false;
            writeListener.onWritePossible();
        }
    }

    /** Returns the frames that the client has received, each as its opcode and payload, and forgets them. */
    List<Frame.Binary> sent() {
        ByteBuffer bytes = ByteBuffer.wrap(written.toByteArray());
        List<Frame.Binary> frames = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte opcode = (byte) (bytes.get() & 0x0f);
            long length = bytes.get();
            length = length == 126 ? bytes.getShort() & 0xffff : length == 127 ? bytes.getLong() : length;
            byte[] frame = new byte[1 + (int) length];
            frame[0] = opcode;
            bytes.get(frame, 1, (int) length);
            frames.add(new Frame.Binary(frame));
        }
        written.reset();
        return frames;
    }

    /** Returns the code of the close frame that the client has received as its last frame; -1 if there is none. */
    int closeCode() {
        List<Frame.Binary> frames = sent();
        byte[] last =
                frames.isEmpty() ? new byte[1] : frames.get(frames.size() - 1).bytes();
        return last[0] == 8 ? (last[1] & 0xff) << 8 | last[2] & 0xff : -1;
    }

    void close(CloseCode code) {
        connection.close(code, "test");
    }

    @Override
    public void onFrame(Frame frame) {
        received.add(frame);
    }

    @Override
    public void onClosed() {
        left = true;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new In();
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return new Out();
    }

    @Override
    public void close() {
        ended = true;
    }

    private final class In extends ServletInputStream {
        @Override
        public boolean isReady() {
            return !arrived.isEmpty();
        }

        @Override
        public int read() {
            throw new IllegalStateException("read in pieces");
        }

        @Override
        public int read(byte[] to) {
            byte[] next = arrived.remove();
            int count = Math.min(to.length, next.length);
            System.arraycopy(next, 0, to, 0, count);
            if (count < next.length) {
                arrived.addFirst(Arrays.copyOfRange(next, count, next.length));
            }
            return count;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public void setReadListener(ReadListener listener) {}
    }

    private final class Out extends ServletOutputStream {
        @Override
        public boolean isReady() {
            notified |= stuck;
            return !stuck;
        }

        @Override
        public void write(int b) {
            throw new IllegalStateException("write in pieces");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            writeListener = listener;
        }
    }
}
