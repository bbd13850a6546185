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
 * A server that was started, with its database and its folder.
 *
 * @param name what tables call it
 * @param process the server
 * @param hocuspocus where Hocuspocus clients connect; {@code tcp:} for messages behind their length
 * @param yWebsocket where y-websocket clients connect, the document's name left out; null when it does not speak that
 * @param database a database of its own, null when it has none
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

    /** How messages go to an address. */
    public static Framing framing(URI address) {
        return address.getScheme().equals("tcp") ? new LengthFraming() : new WebSocketFraming(address);
    }

    /** The server's own process. */
    public List<Long> serverProcesses() {
        return List.of(process.pid());
    }

    /** Those of its database, none when it is embedded. */
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
