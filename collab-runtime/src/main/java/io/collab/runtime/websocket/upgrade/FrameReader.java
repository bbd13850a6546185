package io.collab.runtime.websocket.upgrade;

import io.collab.api.CloseCode;
import io.collab.runtime.websocket.IncomingMessage;
import io.collab.spi.transport.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a client from its bytes (RFC 6455 section 5) and puts its messages together. Not thread-safe; does not block.
 */
final class FrameReader {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int MAX_CONTROL_BYTES = 125;
    private static final int MASK_BYTES = 4;
    private static final int FIRST_BYTES = 2;
    private static final int NO_STATUS = 1005;
    private static final byte[] NOTHING = {};

    /** The receiver of what was read. Called by {@link #read}, in the order of the bytes. */
    interface Sink {
        /** Receives a whole message. */
        void message(Frame frame);

        /** Receives a ping, with its payload. */
        void pinged(byte[] payload);

        /** Receives a pong, with its payload. */
        void answered(byte[] payload);

        /** Receives the close frame of the client, with its code; 1005 if it has none. */
        void closing(int code);

        /** The client sent something that is not accepted. No message follows. */
        void refused(CloseCode code, String reason);
    }

    private final IncomingMessage message;
    private final Sink sink;

    private final byte[] header = new byte[14];
    private int headerBytes;
    private int headerSize = FIRST_BYTES;
    private boolean inPayload;
    private boolean last;
    private int opcode;
    private long remaining;
    private int maskAt;

    private byte[] control = NOTHING;
    private int controlBytes;
    private int messageType;

    /** Messages are no longer delivered; control frames still are. */
    private boolean discarding;
    /** The bytes are not frames, so nothing can be read any more. */
    private boolean lost;

    /** @param message the message that is arriving, used by this reader only */
    FrameReader(IncomingMessage message, Sink sink) {
        this.message = message;
        this.sink = sink;
    }

    /** Reads the first {@code length} of these bytes. */
    void read(byte[] bytes, int length) {
        int at = 0;
        while (at < length && !lost) {
            at = inPayload ? readPayload(bytes, at, length) : readHeader(bytes[at], at);
        }
    }

    /** Releases what has arrived of a message, and delivers no further one. Control frames are still delivered. */
    void discard() {
        discarding = true;
        message.discard();
    }

    /** Returns whether a message has begun that is not complete. */
    boolean inMessage() {
        return messageType != 0;
    }

    private int readHeader(byte next, int at) {
        header[headerBytes++] = next;
        if (headerBytes == FIRST_BYTES) {
            checkStart();
        }
        if (headerBytes == headerSize && !lost) {
            startPayload();
        }
        return at + 1;
    }

    /** Checks the first two bytes of a header, which determine its size. */
    private void checkStart() {
        opcode = header[0] & 0x0f;
        last = (header[0] & 0x80) != 0;
        int length = header[1] & 0x7f;
        boolean isControl = opcode >= CLOSE;
        boolean expected = isControl
                ? opcode <= PONG && last && length <= MAX_CONTROL_BYTES
                : opcode == CONTINUATION ? inMessage() : opcode <= BINARY && !inMessage();
        if ((header[0] & 0x70) != 0 || (header[1] & 0x80) == 0 || !expected) {
            lose("the frame is not valid");
            return;
        }
        int lengthBytes = length <= MAX_CONTROL_BYTES ? 0 : length == 126 ? 2 : 8;
        headerSize = FIRST_BYTES + lengthBytes + MASK_BYTES;
    }

    private void startPayload() {
        maskAt = headerSize - MASK_BYTES;
        remaining = payloadLength();
        headerBytes = 0;
        inPayload = true;
        if (remaining < 0) {
            lose("the length of the frame is not valid");
        } else if (opcode >= CLOSE) {
            control = new byte[(int) remaining];
            controlBytes = 0;
        } else {
            messageType = opcode == CONTINUATION ? messageType : opcode;
            if (!discarding) {
                refuse(message.check(remaining));
            }
        }
        if (remaining == 0) {
            endFrame();
        }
    }

    private long payloadLength() {
        if (maskAt == FIRST_BYTES) {
            return header[1] & 0x7f;
        }
        long length = 0;
        for (int i = FIRST_BYTES; i < maskAt; i++) {
            length = length << 8 | header[i] & 0xff;
        }
        return length;
    }

    private int readPayload(byte[] bytes, int at, int length) {
        int count = (int) Math.min(remaining, length - at);
        if (opcode >= CLOSE) {
            unmask(bytes, at, count, control, controlBytes);
            controlBytes += count;
        } else if (!discarding && hasRoom(count)) {
            unmask(bytes, at, count, message.buffer(), message.size());
            message.added(count);
        }
        remaining -= count;
        if (remaining == 0) {
            endFrame();
        }
        return at + count;
    }

    /** Copies and unmasks bytes. The mask of a message that is discarded is of no interest. */
    private void unmask(byte[] from, int at, int count, byte[] to, int start) {
        int phase = (int) (payloadRead() & 3);
        for (int i = 0; i < count; i++) {
            to[start + i] = (byte) (from[at + i] ^ header[maskAt + (phase + i & 3)]);
        }
    }

    private long payloadRead() {
        return payloadLength() - remaining;
    }

    /** Makes room for bytes of the message; returns false if the node has no memory left for it. */
    private boolean hasRoom(int count) {
        int total = last ? message.size() + (int) remaining : message.maxBytes();
        return refuse(message.reserve(count, total));
    }

    /** Ends the messages if one is refused; returns whether it is not. */
    private boolean refuse(IncomingMessage.@Nullable Refusal refusal) {
        if (refusal != null) {
            discard();
            sink.refused(refusal.code(), refusal.reason());
        }
        return refusal == null;
    }

    private void endFrame() {
        inPayload = false;
        headerSize = FIRST_BYTES;
        if (opcode >= CLOSE) {
            endControl();
        } else if (last && discarding) {
            messageType = 0;
        } else if (last) {
            endMessage();
        }
    }

    private void endControl() {
        if (opcode == PING) {
            sink.pinged(control);
        } else if (opcode == PONG) {
            sink.answered(control);
        } else {
            lost = true; // the close frame is the last one
            discard();
            int code = control.length < 2 ? NO_STATUS : (control[0] & 0xff) << 8 | control[1] & 0xff;
            sink.closing(code);
        }
    }

    private void endMessage() {
        byte[] bytes = message.take();
        int type = messageType;
        messageType = 0;
        if (type == BINARY) {
            sink.message(new Frame.Binary(bytes));
            return;
        }
        try {
            sink.message(new Frame.Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()));
        } catch (CharacterCodingException malformed) {
            lose("the text is not UTF-8");
        }
    }

    private void lose(String reason) {
        lost = true;
        boolean first = !discarding;
        discard();
        if (first) {
            sink.refused(CloseCode.BAD_MESSAGE, reason);
        }
    }
}
