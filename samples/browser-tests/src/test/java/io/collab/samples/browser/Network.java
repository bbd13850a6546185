package io.collab.samples.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between one user and the server: a port that forwards bytes until it is cut. Then all connections break
 * and new ones are refused, until it is mended.
 */
final class Network implements AutoCloseable {
    private final ServerSocket listening;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;

    private Network(ServerSocket listening, int serverPort) {
        this.listening = listening;
        this.serverPort = serverPort;
    }

    static Network to(EditorServer server) throws IOException {
        Network network = new Network(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.port());
        network.inBackground(network::acceptAll);
        return network;
    }

    int port() {
        return listening.getLocalPort();
    }

    void cut() throws IOException {
        isCut = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    void mend() {
        isCut = false;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        } catch (IOException e) {
            client.close();
            return;
        }
        sockets.add(server);
        if (isCut) {
            client.close();
            server.close();
            return;
        }
        inBackground(() -> pass(client, server));
        inBackground(() -> pass(server, client));
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side has closed, or the network was cut: both ends are closed, nothing else is left to do.
        } finally {
            sockets.remove(from);
        }
    }

    private void inBackground(Runnable work) {
        Thread thread = new Thread(work, "network-" + listening.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }
}
