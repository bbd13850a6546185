package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket client on a plain socket, which sends and ends as no library would. The mask of its frames is zero. */
final class RawSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int ABNORMAL = 1006;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** Opens a WebSocket. */
    RawSocket(int port, String path) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        assertThat(head.toString(StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 101")
                .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    /** Sends a frame; a socket that is closed meanwhile is not a failure. */
    void send(int opcode, boolean last, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length)
                .put((byte) ((last ? 0x80 : 0) | opcode))
                .put((byte) 0xff)
                .putLong(payload.length)
                .putInt(0)
                .put(payload);
        write(Arrays.copyOf(frame.array(), frame.position()));
    }

    /** Sends bytes; a socket that is closed meanwhile is not a failure. */
    void write(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException closed) {
            // the code of the close frame says why
        }
    }

    /** Reads to the close frame and returns its code; 1006 if the socket ends without one. */
    int closeCode() {
        try {
            while (true) {
                int opcode = in.readByte() & 0x0f;
                long length = in.readByte();
                length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
                byte[] payload = new byte[(int) length];
                in.readFully(payload);
                if (opcode == 8) {
                    return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
                }
            }
        } catch (IOException ended) {
            return ABNORMAL;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
