package io.collab.benchmarks.server;

import io.collab.api.CloseCode;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.ConnectionListener;
import io.collab.spi.transport.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One socket of a {@link TcpTransport}. */
final class TcpConnection implements Connection {
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_MESSAGE = 64 << 20;

    private final AsynchronousSocketChannel channel;
    private final String id = UUID.randomUUID().toString();
    private ByteBuffer in = ByteBuffer.allocate(BUFFER);

    TcpConnection(AsynchronousSocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletionStage<Void> send(Frame frame) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        if (frame instanceof Frame.Binary binary) {
            byte[] bytes = binary.bytes();
            ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + bytes.length);
            write(out.putInt(bytes.length).put(bytes).flip(), sent);
        } else {
            sent.completeExceptionally(new IOException("this transport carries bytes only"));
        }
        return sent;
    }

    @Override
    public void close(CloseCode code, String reason) {
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // closed anyway, as intended
        }
    }

    /** Starts reading. */
    void listen(ConnectionListener listener) {
        channel.read(in, listener, new CompletionHandler<>() {
            @Override
            public void completed(Integer count, ConnectionListener listener) {
                if (count < 0 || !consume(listener)) {
                    end(listener);
                } else {
                    channel.read(in, listener, this);
                }
            }

            @Override
            public void failed(Throwable failure, ConnectionListener listener) {
                end(listener);
            }
        });
    }

    private void end(ConnectionListener listener) {
        close(CloseCode.NORMAL, "");
        listener.onClosed();
    }

    /** Consumes the complete messages; returns false if one exceeds the maximum size. */
    private boolean consume(ConnectionListener listener) {
        in.flip();
        while (in.remaining() >= Integer.BYTES && in.remaining() - Integer.BYTES >= in.getInt(in.position())) {
            byte[] message = new byte[in.getInt()];
            in.get(message);
            listener.onFrame(new Frame.Binary(message));
        }
        int needed = in.remaining() < Integer.BYTES ? 0 : in.getInt(in.position()) + Integer.BYTES;
        if (needed < 0 || needed > MAX_MESSAGE) {
            return false;
        }
        if (needed > in.capacity()) {
            in = ByteBuffer.allocate(needed).put(in);
        } else {
            in.compact();
        }
        return true;
    }

    private void write(ByteBuffer out, CompletableFuture<Void> sent) {
        try {
            channel.write(out, null, new CompletionHandler<Integer, @Nullable Void>() {
                @Override
                public void completed(Integer count, @Nullable Void nothing) {
                    if (out.hasRemaining()) {
                        channel.write(out, null, this);
                    } else {
                        sent.complete(null);
                    }
                }

                @Override
                public void failed(Throwable failure, @Nullable Void nothing) {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException refused) {
            sent.completeExceptionally(refused);
        }
    }
}
