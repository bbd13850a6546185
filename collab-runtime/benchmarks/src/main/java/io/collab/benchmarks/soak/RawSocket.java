package io.collab.benchmarks.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A TCP connection whose owner writes any bytes and ignores what it receives. Only to loopback addresses. Blocking; for
 * one thread, except {@link #close()}, which ends a call that blocks.
 */
final class RawSocket implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 10_000;
    private static final int MAX_HEAD = 16 * 1024;
    private static final int BUFFER = 1 << 16;

    private final Socket socket = new Socket();
    private final byte[] received = new byte[BUFFER];
    private final LongAdder sent;
    private final Consumer<RawSocket> onClose;

    /**
     * Connects.
     *
     * @param abort whether closing sends RST and drops unsent bytes
     * @param sent counts the written bytes
     * @param onClose called when this is closed, possibly more than once
     * @throws IllegalArgumentException if the address is not a loopback address
     */
    RawSocket(InetSocketAddress address, boolean abort, LongAdder sent, Consumer<RawSocket> onClose)
            throws IOException {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(address + " is not a loopback address");
        }
        this.sent = sent;
        this.onClose = onClose;
        try {
            socket.setTcpNoDelay(true);
            if (abort) {
                socket.setSoLinger(true, 0);
            }
            socket.connect(address, CONNECT_MILLIS);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /**
     * Upgrades the connection to WebSocket.
     *
     * @param path the request target, sent as it is
     * @throws IOException if the server refuses
     */
    void upgrade(String path) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + socket.getPort() + "\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        write(head.getBytes(StandardCharsets.UTF_8));
        socket.setSoTimeout(ANSWER_MILLIS);
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || answer.length() > MAX_HEAD) {
                throw new IOException("no answer to the upgrade");
            }
            answer.append((char) next);
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("the upgrade was refused: " + answer.substring(0, answer.indexOf("\r\n")));
        }
    }

    /** Writes bytes; blocks while the server does not take them. */
    void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    /** Writes the first bytes of an array. */
    void write(byte[] bytes, int length) throws IOException {
        socket.getOutputStream().write(bytes, 0, length);
        sent.add(length);
    }

    /** Reads and forgets what has arrived, without waiting; returns the number of bytes. */
    long drain() throws IOException {
        long count = 0;
        while (socket.getInputStream().available() > 0) {
            count += socket.getInputStream().read(received);
        }
        return count;
    }

    /**
     * Waits for bytes and forgets them.
     *
     * @param millis the maximum time, above 0
     * @return their number, 0 if there were none in time
     * @throws IOException if the server has closed the connection
     */
    int await(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            int count = socket.getInputStream().read(received);
            if (count < 0) {
                throw new IOException("the server has closed");
            }
            return count;
        } catch (SocketTimeoutException none) {
            return 0;
        }
    }

    /** Closes the connection. Any thread. */
    @Override
    public void close() {
        onClose.accept(this);
        try {
            socket.close();
        } catch (IOException broken) {
            // closed anyway, as intended
        }
    }
}
