package io.collab.benchmarks.server;

import io.collab.jpa.JpaStoreProvider;
import io.collab.runtime.CollabConfig;
import io.collab.runtime.CollabNode;
import io.collab.runtime.CollabRuntimeBuilder;
import io.collab.spi.Settings;
import io.collab.spi.storage.DocumentStore;
import java.io.IOException;

/** A bare node: the runtime with the durable store, on a {@link TcpTransport}. Exits with its parent process. */
public final class NodeMain {
    /** The prefix of the output line that reports readiness. */
    public static final String READY = "READY";

    private NodeMain() {}

    /** @param arguments the port; settings are system properties */
    public static void main(String... arguments) throws IOException {
        Settings settings = new Settings(System::getProperty);
        serve(Integer.parseInt(arguments[0]), settings, new JpaStoreProvider().create(settings));
    }

    /** Starts a node on a store. Returns when it is ready for clients; the node keeps running. */
    public static void serve(int port, Settings settings, DocumentStore store) throws IOException {
        CollabNode node = new CollabRuntimeBuilder()
                .config(CollabConfig.read(settings))
                .store(store)
                .build();
        TcpTransport transport = TcpTransport.listen(port, node.acceptor());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(transport, node), "stop"));
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        System.out.println(READY);
    }

    private static void close(TcpTransport transport, CollabNode node) {
        node.close();
        try {
            transport.close();
        } catch (IOException alreadyClosed) {
            // shutting down anyway
        }
    }
}
