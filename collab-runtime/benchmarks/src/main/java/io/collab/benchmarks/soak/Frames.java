package io.collab.benchmarks.soak;

import java.nio.ByteBuffer;

/** WebSocket frames (RFC 6455, section 5.2) of every form, those that the RFC forbids included. */
final class Frames {
    static final int FINAL = 0x80;
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int MAX_HEAD = 14;

    private Frames() {}

    /** Returns a whole binary message. */
    static byte[] binary(byte[] payload) {
        return frame(FINAL | BINARY, payload);
    }

    /**
     * Returns a frame whose mask is zero, so that its payload is as it was.
     *
     * @param first the first byte: the final bit, the reserved bits and the opcode
     */
    static byte[] frame(int first, byte[] payload) {
        byte[] head = head(first, payload.length);
        return ByteBuffer.allocate(head.length + payload.length)
                .put(head)
                .put(payload)
                .array();
    }

    /** Returns the start of a frame, with the shortest form of its length; what follows it may be less. */
    static byte[] head(int first, long length) {
        ByteBuffer out = ByteBuffer.allocate(MAX_HEAD).put((byte) first);
        if (length >= 0 && length < 126) {
            out.put((byte) (MASKED | length));
        } else if (length >= 0 && length < 1 << 16) {
            out.put((byte) (MASKED | 126)).putShort((short) length);
        } else {
            out.put((byte) (MASKED | 127)).putLong(length);
        }
        return taken(out.putInt(0));
    }

    /** Returns a frame whose length has eight bytes, however short it is. */
    static byte[] longForm(int first, byte[] payload) {
        return ByteBuffer.allocate(2 + Long.BYTES + MASK_BYTES + payload.length)
                .put((byte) first)
                .put((byte) (MASKED | 127))
                .putLong(payload.length)
                .putInt(0)
                .put(payload)
                .array();
    }

    /** Returns a short frame without a mask, which a client must not send. */
    static byte[] unmasked(int first, byte[] payload) {
        if (payload.length >= 126) {
            throw new IllegalArgumentException("at most 125 bytes, not " + payload.length);
        }
        return ByteBuffer.allocate(2 + payload.length)
                .put((byte) first)
                .put((byte) payload.length)
                .put(payload)
                .array();
    }

    /** Returns some frames as one write. */
    static byte[] joined(Iterable<byte[]> frames) {
        int size = 0;
        for (byte[] frame : frames) {
            size += frame.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        frames.forEach(out::put);
        return out.array();
    }

    private static byte[] taken(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
