package io.collab.benchmarks.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** One thread that serves all sockets of the tool. */
public final class EventLoop implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Thread thread = new Thread(this::run, "sockets");
    private volatile boolean closed;

    /** Starts the thread. */
    public EventLoop() {
        try {
            selector = Selector.open();
        } catch (IOException unavailable) {
            throw new UncheckedIOException(unavailable);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Connects; the listener receives success or failure. */
    public Link connect(InetSocketAddress address, Framing framing, LinkListener listener) {
        try {
            SocketChannel channel = SocketChannel.open();
            Link link = new Link(this, channel, framing, listener);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            execute(() -> start(channel, link, address));
            return link;
        } catch (IOException unavailable) {
            throw new UncheckedIOException(unavailable);
        }
    }

    /** Runs a task on the loop's thread. */
    public void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /** Runs a task on the loop's thread and returns its result. Blocks; not for that thread. */
    public <T> T call(Supplier<T> task) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> {
            try {
                result.complete(task.get());
            } catch (Throwable failed) {
                result.completeExceptionally(failed);
            }
        });
        try {
            return result.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(SocketChannel channel, Link link, InetSocketAddress address) {
        try {
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, link);
            link.registered(key);
            if (channel.connect(address)) {
                link.connectable(key);
            }
        } catch (IOException refused) {
            link.ended("cannot connect: " + refused.getMessage());
        }
    }

    private void run() {
        try {
            while (!closed) {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                selector.select(this::serve, tasks.isEmpty() ? 1_000 : 1);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void serve(SelectionKey key) {
        Link link = (Link) key.attachment();
        try {
            if (key.isConnectable()) {
                link.connectable(key);
            }
            if (key.isValid() && key.isReadable()) {
                link.readable(buffer);
            }
            if (key.isValid() && key.isWritable()) {
                link.writable(key);
            }
        } catch (IOException broken) {
            link.ended("broken: " + broken.getMessage());
        } catch (CancelledKeyException alreadyClosed) {
            link.ended("closed");
        }
    }
}
