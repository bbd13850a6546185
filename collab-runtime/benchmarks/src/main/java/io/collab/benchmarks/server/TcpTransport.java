package io.collab.benchmarks.server;

import io.collab.api.Credentials;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.ConnectionAcceptor;
import io.collab.spi.transport.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A minimal transport: TCP on the loopback address, length-prefixed messages of the Hocuspocus wire. */
public final class TcpTransport implements AutoCloseable {
    private static final ConnectRequest REQUEST =
            new ConnectRequest(Wire.HOCUSPOCUS, "", null, null, Credentials.none());

    private final AsynchronousChannelGroup threads;
    private final AsynchronousServerSocketChannel server;
    private final ConnectionAcceptor acceptor;

    private TcpTransport(
            AsynchronousChannelGroup threads, AsynchronousServerSocketChannel server, ConnectionAcceptor acceptor) {
        this.threads = threads;
        this.server = server;
        this.acceptor = acceptor;
    }

    /** Starts listening. */
    public static TcpTransport listen(int port, ConnectionAcceptor acceptor) throws IOException {
        AsynchronousChannelGroup threads = AsynchronousChannelGroup.withFixedThreadPool(
                Runtime.getRuntime().availableProcessors(), Executors.defaultThreadFactory());
        AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open(threads);
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
        TcpTransport transport = new TcpTransport(threads, server, acceptor);
        transport.acceptNext();
        return transport;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void acceptNext() {
        server.accept(null, new CompletionHandler<AsynchronousSocketChannel, @Nullable Void>() {
            @Override
            public void completed(AsynchronousSocketChannel channel, @Nullable Void nothing) {
                acceptNext();
                open(channel);
            }

            @Override
            public void failed(Throwable failure, @Nullable Void nothing) {
                if (!(failure instanceof AsynchronousCloseException)) {
                    acceptNext();
                }
            }
        });
    }

    private void open(AsynchronousSocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException alreadyGone) {
            return;
        }
        TcpConnection connection = new TcpConnection(channel);
        connection.listen(acceptor.accept(connection, REQUEST));
    }
}
