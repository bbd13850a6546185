package io.collab.benchmarks.net;

import java.nio.ByteBuffer;

/** Messages with a length prefix of four bytes, big endian; the framing of {@code TcpTransport}. */
public final class LengthFraming implements Framing {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    @Override
    public ByteBuffer hello() {
        return NOTHING;
    }

    @Override
    public void decode(ByteBuffer in, FrameSink sink) {
        while (in.remaining() >= Integer.BYTES && in.remaining() - Integer.BYTES >= in.getInt(in.position())) {
            byte[] message = new byte[in.getInt()];
            in.get(message);
            sink.message(message);
        }
    }

    @Override
    public ByteBuffer frame(byte[] message) {
        return ByteBuffer.allocate(Integer.BYTES + message.length)
                .putInt(message.length)
                .put(message)
                .flip();
    }

    @Override
    public ByteBuffer goodbye() {
        return NOTHING;
    }
}
