package io.collab.benchmarks.load;

import io.collab.benchmarks.server.PostgresServer;
import io.collab.benchmarks.server.RunningServer;
import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server as a load sees it.
 *
 * @param name what tables call it
 * @param wire how clients speak
 * @param address where they connect, the document's name left out
 * @param serverProcesses whose CPU time and memory count as the server's
 * @param database its database, null when it has none of its own
 */
record LoadTarget(
        String name,
        ClientWire.Kind wire,
        URI address,
        List<Long> serverProcesses,
        @Nullable PostgresServer database) {

    /** A server that the tool has started; null when it does not speak that wire. */
    static @Nullable LoadTarget of(RunningServer server, ClientWire.Kind wire) {
        URI address = wire == ClientWire.Kind.HOCUSPOCUS ? server.hocuspocus() : server.yWebsocket();
        return address == null
                ? null
                : new LoadTarget(server.name(), wire, address, server.serverProcesses(), server.database());
    }

    /** Processes of the database. */
    List<Long> databaseProcesses() throws IOException {
        return database == null ? List.of() : database.processes();
    }
}
