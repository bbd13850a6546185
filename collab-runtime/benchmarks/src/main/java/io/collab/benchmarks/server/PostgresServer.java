package io.collab.benchmarks.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A real PostgreSQL that flushes commits to disk before it answers, as in production; the embedding's default is off.
 */
public final class PostgresServer implements AutoCloseable {
    private static final long GONE_POLL_NANOS = 2_000_000;

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private PostgresServer(Path data, int port) throws IOException {
        this.data = data;
        this.port = port;
        this.server = launch();
    }

    /** Starts the server in a folder, which is created if it is absent and reused if it exists. */
    public static PostgresServer start(Path data) throws IOException {
        endLeftover(data);
        PostgresServer started = new PostgresServer(data, ManagedProcess.freePort());
        started.requireDurable();
        return started;
    }

    /** Returns the JDBC URL. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Returns the server's process and its child processes. */
    public List<Long> processes() throws IOException {
        long main = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        List<Long> all = new ArrayList<>();
        ProcessHandle.of(main).ifPresent(handle -> {
            all.add(main);
            handle.descendants().map(ProcessHandle::pid).forEach(all::add);
        });
        return all;
    }

    /** Sends SIGKILL to all its processes. Returns when they have ended. */
    public void kill() throws IOException {
        List<ProcessHandle> victims = processes().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
        victims.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle victim : victims) {
            while (victim.isAlive()) {
                LockSupport.parkNanos(GONE_POLL_NANOS);
            }
        }
        server.close();
    }

    /** Restarts the server after {@link #kill()}, on the same port and data; it recovers first. */
    public void startAgain() throws IOException {
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        server = launch();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private EmbeddedPostgres launch() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    /** Kills a server that has outlived an earlier run of the tool. */
    private static void endLeftover(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (Files.exists(file)) {
            ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()))
                    .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                    .ifPresent(process -> {
                        process.destroyForcibly();
                        process.onExit().join();
                    });
            Files.deleteIfExists(file);
        }
    }

    private void requireDurable() throws IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(
                        "select current_setting('fsync') || current_setting('synchronous_commit')"
                                + " || current_setting('full_page_writes')")) {
            answer.next();
            if (!answer.getString(1).equals("ononon")) {
                throw new IOException("PostgreSQL does not flush commits to disk: " + answer.getString(1));
            }
        } catch (SQLException unreachable) {
            throw new IOException("PostgreSQL does not answer", unreachable);
        }
    }
}
