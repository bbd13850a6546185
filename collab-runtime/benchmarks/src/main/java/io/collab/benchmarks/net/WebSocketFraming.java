package io.collab.benchmarks.net;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** The client's side of RFC 6455 without extensions. */
public final class WebSocketFraming implements Framing {
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MAX_HEAD = 16 * 1024;

    private final URI address;
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    private boolean open;

    /** @param address {@code ws://host:port/path?query}, already encoded */
    public WebSocketFraming(URI address) {
        this.address = address;
    }

    @Override
    public ByteBuffer hello() {
        byte[] key = new byte[16];
        ThreadLocalRandom.current().nextBytes(key);
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        String head = "GET " + path + query + " HTTP/1.1\r\n"
                + "Host: " + address.getHost() + ":" + address.getPort() + "\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(key) + "\r\n\r\n";
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void decode(ByteBuffer in, FrameSink sink) {
        if (!open && !takeHead(in, sink)) {
            return;
        }
        while (takeFrame(in, sink)) {
            // while there are complete frames
        }
    }

    @Override
    public ByteBuffer frame(byte[] message) {
        return frame(BINARY, message);
    }

    @Override
    public ByteBuffer goodbye() {
        return frame(CLOSE, new byte[] {0x03, (byte) 0xe8});
    }

    private boolean takeHead(ByteBuffer in, FrameSink sink) {
        int start = in.position();
        for (int i = start; i + 3 < in.limit(); i++) {
            if (in.get(i) == '\r' && in.get(i + 1) == '\n' && in.get(i + 2) == '\r' && in.get(i + 3) == '\n') {
                byte[] head = new byte[i + 4 - start];
                in.get(head);
                String answer = new String(head, StandardCharsets.ISO_8859_1);
                String status = answer.substring(0, answer.indexOf('\r'));
                open = status.startsWith("HTTP/1.1 101");
                if (open) {
                    sink.opened();
                } else {
                    sink.ended("the handshake was refused: " + status);
                }
                return open;
            }
        }
        if (in.remaining() > MAX_HEAD) {
            sink.ended("the handshake does not end");
        }
        return false;
    }

    private boolean takeFrame(ByteBuffer in, FrameSink sink) {
        int at = in.position();
        if (in.remaining() < 2) {
            return false;
        }
        int first = in.get(at) & 0xff;
        long length = in.get(at + 1) & 0x7f;
        int head = length == 127 ? 10 : length == 126 ? 4 : 2;
        if (in.remaining() < head) {
            return false;
        }
        if (head > 2) {
            length = head == 4 ? in.getShort(at + 2) & 0xffff : in.getLong(at + 2);
        }
        if (in.remaining() < head + length) {
            return false;
        }
        byte[] body = new byte[Math.toIntExact(length)];
        in.position(at + head);
        in.get(body);
        accept(first & 0x0f, (first & FINAL) != 0, body, sink);
        return true;
    }

    private void accept(int opcode, boolean isFinal, byte[] body, FrameSink sink) {
        switch (opcode) {
            case PING -> sink.answer(frame(PONG, body));
            case PONG -> {}
            case CLOSE -> sink.ended(reason(body));
            case BINARY, TEXT, CONTINUATION -> {
                if (isFinal && fragments.size() == 0) {
                    sink.message(body);
                } else {
                    fragments.writeBytes(body);
                    if (isFinal) {
                        sink.message(fragments.toByteArray());
                        fragments.reset();
                    }
                }
            }
            default -> sink.ended("opcode " + opcode);
        }
    }

    private static String reason(byte[] body) {
        if (body.length < 2) {
            return "closed without a code";
        }
        int code = (body[0] & 0xff) << 8 | body[1] & 0xff;
        return "closed with " + code + " " + new String(body, 2, body.length - 2, StandardCharsets.UTF_8);
    }

    private static ByteBuffer frame(int opcode, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(body.length + 14);
        out.put((byte) (FINAL | opcode));
        if (body.length < 126) {
            out.put((byte) (MASKED | body.length));
        } else if (body.length < 1 << 16) {
            out.put((byte) (MASKED | 126)).putShort((short) body.length);
        } else {
            out.put((byte) (MASKED | 127)).putLong(body.length);
        }
        int mask = ThreadLocalRandom.current().nextInt();
        out.putInt(mask);
        for (int i = 0; i < body.length; i++) {
            out.put((byte) (body[i] ^ mask >>> 24 - (i & 3) * 8));
        }
        return out.flip();
    }
}
