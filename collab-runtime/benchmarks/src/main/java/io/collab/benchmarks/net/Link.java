package io.collab.benchmarks.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One socket of an {@link EventLoop}. Sending is allowed on any thread and never blocks; bytes that the socket does not
 * accept are queued here.
 */
public final class Link implements FrameSink {
    private static final int MAX_MESSAGE = 256 << 20;

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Framing framing;
    private final LinkListener listener;
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable SelectionKey key;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private volatile boolean closed;

    Link(EventLoop loop, SocketChannel channel, Framing framing, LinkListener listener) {
        this.loop = loop;
        this.channel = channel;
        this.framing = framing;
        this.listener = listener;
    }

    /** Sends a message; it is dropped if the link is closed. */
    public void send(byte[] message) {
        write(framing.frame(message));
    }

    /** Sends the closing bytes and closes. */
    public void close() {
        write(framing.goodbye());
        loop.execute(() -> ended("closed by this side"));
    }

    /** Returns whether the link is closed for sending. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void opened() {
        listener.onOpen(this);
    }

    @Override
    public void message(byte[] bytes) {
        listener.onMessage(this, bytes);
    }

    @Override
    public void answer(ByteBuffer bytes) {
        write(bytes);
    }

    @Override
    public void ended(String why) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // closed anyway, as intended
        }
        listener.onClose(this, why);
    }

    void registered(SelectionKey selectionKey) {
        key = selectionKey;
    }

    /** On the loop's thread: the connection was established, or failed. */
    void connectable(SelectionKey selectionKey) throws IOException {
        channel.finishConnect();
        selectionKey.interestOps(SelectionKey.OP_READ);
        ByteBuffer hello = framing.hello();
        if (hello.hasRemaining()) {
            write(hello);
        } else {
            opened();
        }
    }

    /** On the loop's thread: reads the available bytes. */
    void readable(ByteBuffer shared) throws IOException {
        shared.clear();
        int count = channel.read(shared);
        if (count < 0) {
            ended("closed by the peer");
            return;
        }
        shared.flip();
        if (rest.hasRemaining()) {
            append(shared);
            framing.decode(rest, this);
        } else {
            framing.decode(shared, this);
            if (shared.hasRemaining()) {
                rest = ByteBuffer.allocate(shared.remaining() * 2).put(shared).flip();
            }
        }
    }

    /** On the loop's thread: sends queued bytes. */
    void writable(SelectionKey selectionKey) throws IOException {
        synchronized (unsent) {
            flush();
            if (unsent.isEmpty()) {
                selectionKey.interestOps(SelectionKey.OP_READ);
            }
        }
    }

    private void append(ByteBuffer more) {
        if (rest.capacity() - rest.limit() >= more.remaining()) {
            int from = rest.position();
            rest.position(rest.limit()).limit(rest.limit() + more.remaining());
            rest.put(more).position(from);
            return;
        }
        int size = rest.remaining() + more.remaining();
        if (size > MAX_MESSAGE) {
            throw new IllegalStateException("a message of more than " + MAX_MESSAGE + " bytes");
        }
        rest = ByteBuffer.allocate(size * 2).put(rest).put(more).flip();
    }

    private void write(ByteBuffer bytes) {
        synchronized (unsent) {
            if (closed) {
                return;
            }
            unsent.add(bytes);
            if (unsent.size() > 1) {
                return;
            }
            try {
                flush();
            } catch (IOException broken) {
                loop.execute(() -> ended("broken: " + broken.getMessage()));
                return;
            }
            SelectionKey mine = key;
            if (!unsent.isEmpty() && mine != null) {
                loop.execute(() -> waitUntilWritable(mine));
            }
        }
    }

    private static void waitUntilWritable(SelectionKey selectionKey) {
        if (selectionKey.isValid()) {
            selectionKey.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void flush() throws IOException {
        while (!unsent.isEmpty()) {
            ByteBuffer next = unsent.getFirst();
            channel.write(next);
            if (next.hasRemaining()) {
                return;
            }
            unsent.removeFirst();
        }
    }
}
