package io.collab.runtime.websocket.upgrade;

import io.collab.api.CloseCode;
import io.collab.runtime.websocket.WebSocketConnection;
import io.collab.runtime.websocket.WebSocketResources;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One upgraded socket. It stays open until both sides have sent their close frame, or for {@value #DRAIN_SECONDS} seconds after one
 * has, and what arrives meanwhile is read and dropped: TCP would discard the close frame together with bytes that are not read.
 * Thread-safe; does not block.
 */
final class UpgradeConnection extends WebSocketConnection implements FrameReader.Sink {
    private static final System.Logger LOG = System.getLogger(UpgradeConnection.class.getName());
    private static final long DRAIN_SECONDS = 5;
    private static final int PIECE_BYTES = 16 << 10;
    private static final int NO_STATUS = 1005;

    private final WebConnection socket;
    private final FrameWriter writer;
    private final FrameReader reader;
    /** Held while the socket is read or closed: containers use the streams of an ended socket for others. */
    private final Object reading = new Object();

    private final AtomicBoolean ended = new AtomicBoolean();

    private UpgradeConnection(WebSocketResources resources, WebConnection socket, Wire wire) throws IOException {
        super(resources, wire);
        this.socket = socket;
        this.writer = new FrameWriter(socket.getOutputStream(), this::broken);
        this.reader = new FrameReader(message(), this);
    }

    /**
     * Hands a socket to the runtime. From then on the socket may be written; the caller passes on what can be read.
     *
     * @throws IOException if the socket is broken
     */
    static UpgradeConnection open(WebSocketResources resources, WebConnection socket, ConnectRequest request)
            throws IOException {
        UpgradeConnection connection = new UpgradeConnection(resources, socket, request.wire());
        socket.getOutputStream().setWriteListener(connection.writer);
        connection.accept(request);
        return connection;
    }

    @Override
    public CompletionStage<Void> send(Frame frame) {
        return frame instanceof Frame.Binary binary
                ? writer.send(FrameWriter.BINARY, binary.bytes())
                : writer.send(FrameWriter.TEXT, ((Frame.Text) frame).text().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what has arrived. */
    void readFrom(ServletInputStream in) {
        try {
            synchronized (reading) {
                byte[] bytes = new byte[PIECE_BYTES];
                while (!ended.get() && in.isReady()) {
                    int count = in.read(bytes);
                    if (count < 0) {
                        break;
                    }
                    arrived(bytes, count);
                }
            }
        } catch (IOException | RuntimeException failure) {
            LOG.log(System.Logger.Level.DEBUG, "a socket cannot be read", failure);
            broken();
        } catch (Error failure) { // the container would end the socket without a code
            close(CloseCode.INTERNAL_ERROR, "the server has failed");
            throw failure;
        }
    }

    private void arrived(byte[] bytes, int length) {
        alive();
        if (hasLeft()) {
            reader.discard();
        }
        reader.read(bytes, length);
        progress(reader.inMessage());
    }

    @Override
    public void message(Frame frame) {
        received(frame);
    }

    @Override
    public void pinged(byte[] payload) {
        writer.pong(payload);
    }

    @Override
    public void answered(byte[] payload) {
        ponged(payload);
    }

    @Override
    public void closing(int code) {
        leave();
        byte[] echo = code == NO_STATUS ? new byte[0] : payload(code, "");
        writer.close(echo).whenComplete((written, failure) -> end());
        endLater();
    }

    @Override
    public void refused(CloseCode code, String reason) {
        refuse(code, reason);
    }

    /** The socket has failed or the client has closed it without a close frame. */
    void broken() {
        end();
    }

    @Override
    protected void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        leave();
        writer.end();
        ended();
        try {
            synchronized (reading) {
                reader.discard();
                socket.close();
            }
        } catch (Throwable alreadyClosed) { // containers report the failures of the socket; the others are closed, too
            LOG.log(System.Logger.Level.DEBUG, "a socket could not be closed", alreadyClosed);
        }
    }

    @Override
    protected void closeSocket(int code, String reason) {
        writer.close(payload(code, reason));
        endLater();
    }

    @Override
    protected void ping(byte[] payload) {
        writer.ping(payload);
    }

    @Override
    protected long writtenBytes() {
        return writer.writtenBytes();
    }

    private void endLater() {
        resources().later().run(Duration.ofSeconds(DRAIN_SECONDS), this::end);
    }

    private static byte[] payload(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
    }
}
