package io.collab.runtime.websocket.upgrade;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames (RFC 6455 section 5) in pieces, each when the socket accepts one, so that at most one piece waits in the container.
 * At most one message, one ping and one pong wait. Thread-safe; does not block.
 */
final class FrameWriter implements WriteListener {
    static final int TEXT = 1;
    static final int BINARY = 2;

    private static final System.Logger LOG = System.getLogger(FrameWriter.class.getName());
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int PIECE_BYTES = 16 << 10;
    private static final int LAST_FRAME = 0x80;

    /** A frame, and the stage to complete when it is written. */
    private record Outgoing(int opcode, byte[] payload, CompletableFuture<Void> written) {
        Outgoing(int opcode, byte[] payload) {
            this(opcode, payload, new CompletableFuture<>());
        }
    }

    private final ServletOutputStream out;
    private final Runnable onBroken;

    // All fields below are guarded by this.
    private @Nullable Outgoing current;

    private @Nullable Outgoing message;
    private @Nullable Outgoing ping;
    private @Nullable Outgoing pong;
    private @Nullable Outgoing close;
    /** The number of bytes of the current frame's payload that are written; -1 before its header. */
    private int offset = -1;

    private boolean unflushed;
    private boolean closing;
    private boolean ended;
    private volatile long writtenBytes;

    /** @param onBroken called when the stream has failed; every frame that waited has failed then */
    FrameWriter(ServletOutputStream out, Runnable onBroken) {
        this.out = out;
        this.onBroken = onBroken;
    }

    /** Returns the number of bytes that the container has accepted so far. */
    long writtenBytes() {
        return writtenBytes;
    }

    /**
     * Writes a message. Must be called only after the message before it is written.
     *
     * @return completes when it is written; fails if the socket is closing or broken
     */
    CompletableFuture<Void> send(int opcode, byte[] payload) {
        Outgoing next = new Outgoing(opcode, payload);
        synchronized (this) {
            if (ended || closing) {
                next.written().completeExceptionally(new IOException("the socket is closed"));
                return next.written();
            }
            message = next;
        }
        write();
        return next.written();
    }

    /** Writes a ping, unless one waits to be written. */
    void ping(byte[] payload) {
        synchronized (this) {
            if (ended || closing || ping != null) {
                return;
            }
            ping = new Outgoing(PING, payload);
        }
        write();
    }

    /** Answers a ping. Only the last ping is answered, if the client does not read (RFC 6455 section 5.5.3). */
    void pong(byte[] payload) {
        synchronized (this) {
            if (ended || closing) {
                return;
            }
            pong = new Outgoing(PONG, payload);
        }
        write();
    }

    /**
     * Writes a close frame after the frame that is being written. The others are discarded.
     *
     * @param payload the code and the reason
     * @return completes when it is written; fails if the socket is closing already, or broken
     */
    CompletableFuture<Void> close(byte[] payload) {
        Outgoing last = new Outgoing(CLOSE, payload);
        Outgoing discarded;
        synchronized (this) {
            if (ended || closing) {
                last.written().completeExceptionally(new IOException("the socket is closed"));
                return last.written();
            }
            discarded = message;
            message = null;
            ping = null;
            pong = null;
            close = last;
            closing = true;
        }
        fail(discarded);
        write();
        return last.written();
    }

    /** Writes nothing any more: after it has returned, the stream is not used. */
    void end() {
        List<Outgoing> open = new ArrayList<>();
        synchronized (this) {
            ended = true;
            for (Outgoing waiting : Arrays.asList(current, message, close)) {
                if (waiting != null) {
                    open.add(waiting);
                }
            }
            current = null;
            message = null;
            close = null;
        }
        open.forEach(FrameWriter::fail);
    }

    @Override
    public void onWritePossible() {
        write();
    }

    @Override
    public void onError(Throwable failure) {
        LOG.log(System.Logger.Level.DEBUG, "a socket cannot be written", failure);
        end();
        onBroken.run();
    }

    private void write() {
        List<Outgoing> done = new ArrayList<>(1);
        Throwable broken = null;
        synchronized (this) {
            try {
                while (next() && out.isReady()) {
                    Outgoing written = writePiece();
                    if (written != null) {
                        done.add(written);
                    }
                }
            } catch (Throwable failure) { // the stages of the frames that wait must fail
                broken = failure;
            }
        }
        done.forEach(frame -> frame.written().complete(null));
        if (broken != null) {
            onError(broken);
        }
    }

    /** Selects the next frame, if none is being written; false if none waits. */
    private boolean next() {
        if (!ended && current == null) {
            if (pong != null) {
                current = pong;
                pong = null;
            } else if (message != null) {
                current = message;
                message = null;
            } else if (ping != null) {
                current = ping;
                ping = null;
            } else if (close != null) {
                current = close;
                close = null;
            }
            offset = -1;
        }
        return current != null;
    }

    /**
     * Writes the next piece of the current frame, or flushes the piece before: each of them only after the socket was ready, or the
     * container would block. Returns the frame after its last piece.
     */
    private @Nullable Outgoing writePiece() throws IOException {
        Outgoing frame = current;
        if (frame == null) {
            return null;
        }
        byte[] payload = frame.payload();
        if (unflushed) {
            out.flush();
            unflushed = false;
            if (offset < payload.length) {
                return null;
            }
            current = null;
            return frame;
        }
        int start = Math.max(0, offset);
        int count = Math.min(PIECE_BYTES, payload.length - start);
        if (offset < 0) {
            ByteBuffer first = first(frame.opcode(), payload, count);
            out.write(first.array(), 0, first.position());
        } else {
            out.write(payload, start, count);
        }
        offset = start + count;
        unflushed = true;
        writtenBytes += count;
        return null;
    }

    /** Returns a buffer with the header of a frame and the first bytes of its payload before its position. */
    private static ByteBuffer first(int opcode, byte[] payload, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(10 + count).put((byte) (LAST_FRAME | opcode));
        if (payload.length <= 125) {
            bytes.put((byte) payload.length);
        } else if (payload.length <= 0xffff) {
            bytes.put((byte) 126).putShort((short) payload.length);
        } else {
            bytes.put((byte) 127).putLong(payload.length);
        }
        return bytes.put(payload, 0, count);
    }

    private static void fail(@Nullable Outgoing frame) {
        if (frame != null) {
            frame.written().completeExceptionally(new IOException("the socket is closed"));
        }
    }
}
