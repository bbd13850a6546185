package io.collab.benchmarks.server;

import io.collab.benchmarks.net.Framing;
import io.collab.benchmarks.net.LengthFraming;
import io.collab.benchmarks.net.WebSocketFraming;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running server, with its database and its folder.
 *
 * @param name the name in tables
 * @param process the server
 * @param hocuspocus the URL for Hocuspocus clients; {@code tcp:} for length-prefixed messages
 * @param yWebsocket the URL for y-websocket clients, without the document's name; null if it does not support them
 * @param database its separate database, null if it has none
 * @param folder deleted at the end
 */
public record RunningServer(
        String name,
        ManagedProcess process,
        URI hocuspocus,
        @Nullable URI yWebsocket,
        @Nullable PostgresServer database,
        Path folder)
        implements AutoCloseable {

    /** Returns the framing for a URL. */
    public static Framing framing(URI address) {
        return address.getScheme().equals("tcp") ? new LengthFraming() : new WebSocketFraming(address);
    }

    /** Returns the server's own process. */
    public List<Long> serverProcesses() {
        return List.of(process.pid());
    }

    /** Returns the processes of its database, none if it is embedded. */
    public List<Long> databaseProcesses() throws IOException {
        return database == null ? List.of() : database.processes();
    }

    @Override
    public void close() throws IOException {
        process.close();
        if (database != null) {
            database.close();
        }
        Workspace.delete(folder);
    }
}
