package io.collab.benchmarks.crash;

import io.collab.benchmarks.server.ManagedProcess;
import io.collab.benchmarks.server.PostgresServer;
import io.collab.benchmarks.server.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The server that is killed and restarted, always on the same port and data. */
final class CrashTarget implements AutoCloseable {
    private final CrashPlan plan;
    private final Path log;
    private final @Nullable PostgresServer database;
    private final int port;
    private final CrashPlan.Launch launch;
    private @Nullable ManagedProcess process;

    CrashTarget(CrashPlan plan, Workspace workspace) throws IOException {
        this.plan = plan;
        this.log = workspace.log("kill-nine-" + plan.target() + "-" + plan.store());
        Files.createDirectories(plan.folder());
        this.database = plan.store().equals("postgres")
                ? PostgresServer.start(plan.folder().resolve("postgres"))
                : null;
        String url = database == null ? "jdbc:h2:file:" + plan.folder().resolve("data/collab") : database.url();
        this.port = ManagedProcess.freePort();
        this.launch = plan.launcher().launch(port, url);
    }

    URI address() {
        return URI.create(launch.address().apply(port));
    }

    /** Starts or restarts the server. */
    void start() throws IOException {
        process = ManagedProcess.start(launch.command(), plan.folder(), launch.ready(), log, launch.seconds());
    }

    /** Returns whether the server has ended by itself. */
    boolean isDead() {
        ManagedProcess running = process;
        return running == null || !running.isAlive();
    }

    /**
     * Sends SIGKILL; to the database as well if the plan says so, in the order of the flag. The database restarts at
     * once.
     */
    void kill(boolean databaseFirst) throws IOException {
        PostgresServer killed = plan.killDatabase() ? database : null;
        if (killed != null && databaseFirst) {
            killed.kill();
        }
        if (process != null) {
            process.kill();
        }
        if (killed != null) {
            if (!databaseFirst) {
                killed.kill();
            }
            killed.startAgain();
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.close();
        }
        if (database != null) {
            database.close();
        }
    }
}
