package io.collab.benchmarks.load;

import io.collab.benchmarks.server.PostgresServer;
import io.collab.benchmarks.server.RunningServer;
import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server under load.
 *
 * @param name the name in tables
 * @param wire the protocol of the clients
 * @param address the URL for clients, without the document's name
 * @param serverProcesses the processes whose CPU time and memory count as the server's
 * @param database its separate database, null if it has none
 */
record LoadTarget(
        String name,
        ClientWire.Kind wire,
        URI address,
        List<Long> serverProcesses,
        @Nullable PostgresServer database) {

    /** Returns a server that the tool has started; null if it does not support the wire. */
    static @Nullable LoadTarget of(RunningServer server, ClientWire.Kind wire) {
        URI address = wire == ClientWire.Kind.HOCUSPOCUS ? server.hocuspocus() : server.yWebsocket();
        return address == null
                ? null
                : new LoadTarget(server.name(), wire, address, server.serverProcesses(), server.database());
    }

    /** Returns the processes of the database. */
    List<Long> databaseProcesses() throws IOException {
        return database == null ? List.of() : database.processes();
    }
}
