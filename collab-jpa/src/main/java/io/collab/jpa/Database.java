package io.collab.jpa;

import io.collab.api.ConfigurationException;
import io.collab.api.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Connections and transactions: takes a connection, runs the work, ends the transaction, and says whatever goes wrong
 * as a {@link StorageException}. Any thread.
 */
final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final int ATTEMPTS = 20;
    private static final Executor AT_ONCE = Runnable::run;

    private final DataSource connections;
    private final AutoCloseable pool;
    private final Dialect dialect;
    private final int socketTimeoutMillis;
    /** Held by whoever writes where {@link Dialect#writesOneByOne()}; fair, so that no lane waits for ever. */
    private final Lock writing = new ReentrantLock(true);

    private volatile boolean closed;

    /** Work on one connection. */
    @FunctionalInterface
    interface Work<R> {
        R on(Connection connection) throws SQLException;
    }

    /**
     * Finds the dialect, and brings the tables up to date.
     *
     * @param pool closed with the database
     * @param socketTimeoutMillis after how long a silent socket fails, 0 when the data source sees to that itself
     * @throws ConfigurationException when the database cannot serve
     * @throws StorageException when it cannot be reached
     */
    Database(DataSource connections, AutoCloseable pool, int socketTimeoutMillis) {
        this.connections = connections;
        this.pool = pool;
        this.socketTimeoutMillis = socketTimeoutMillis;
        try (Connection connection = connections.getConnection()) {
            dialect = dialectOf(connection);
            dialect.check(connection);
        } catch (SQLException unreachable) {
            throw failed("connect", unreachable);
        }
        migrate();
    }

    Dialect dialect() {
        return dialect;
    }

    /** Runs work that is one statement, or that does not mind seeing several states. */
    <R> R ask(String what, Work<R> work) {
        return run(what, work);
    }

    /** Reads in one transaction whose statements all see one state. */
    <R> R askInOneView(String what, Work<R> work) {
        return run(what, connection -> {
            int usual = connection.getTransactionIsolation();
            connection.setTransactionIsolation(dialect.oneView());
            try {
                return inTransaction(connection, work);
            } finally {
                giveBack(() -> connection.setTransactionIsolation(usual));
            }
        });
    }

    /**
     * Writes; durable on return. What collides with another node, and therefore has left nothing behind, is run again.
     *
     * @param work commits what it does, or is one statement
     */
    <R> R tell(String what, Work<R> work) {
        if (!dialect.writesOneByOne()) {
            return tellNow(what, work);
        }
        writing.lock();
        try {
            return tellNow(what, work);
        } finally {
            writing.unlock();
        }
    }

    private <R> R tellNow(String what, Work<R> work) {
        return run(what, connection -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    return work.on(connection);
                } catch (SQLException failure) {
                    if (attempt == ATTEMPTS || !isCollision(failure)) {
                        throw failure;
                    }
                }
            }
        });
    }

    /** Runs work in one transaction, all or nothing. */
    static <R> R inTransaction(Connection connection, Work<R> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            R result = work.on(connection);
            connection.clearWarnings();
            connection.commit();
            checkAcknowledged(connection.getWarnings());
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException failure) {
            undo(connection, failure);
            throw failure;
        }
    }

    /**
     * A warning on commit is not an acknowledgement: PostgreSQL answers a commit whose wait for its replicas was
     * cancelled with success and the warning 01000.
     */
    static void checkAcknowledged(@Nullable SQLWarning first) throws SQLException {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            String state = warning.getSQLState();
            if (state == null || state.startsWith("01")) {
                throw warning;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            pool.close();
        } catch (Exception failure) {
            throw new StorageException("store-failed", "the connection pool does not close", failure);
        }
    }

    private <R> R run(String what, Work<R> work) {
        if (closed) {
            throw new StorageException("store-closed", "the store is closed");
        }
        try (Connection connection = connections.getConnection()) {
            if (socketTimeoutMillis == 0) {
                return work.on(connection);
            }
            int usual = connection.getNetworkTimeout();
            connection.setNetworkTimeout(AT_ONCE, socketTimeoutMillis);
            try {
                return work.on(connection);
            } finally {
                giveBack(() -> connection.setNetworkTimeout(AT_ONCE, usual));
            }
        } catch (SQLException failure) {
            throw failed(what, failure);
        }
    }

    /** A step that leaves a connection as it was found. */
    @FunctionalInterface
    private interface Restoring {
        void run() throws SQLException;
    }

    /** Leaves a connection as it was found; a broken one cannot be, and its pool will notice that by itself. */
    private static void giveBack(Restoring step) {
        try {
            step.run();
        } catch (SQLException broken) {
            LOG.log(System.Logger.Level.DEBUG, "a connection is given back broken", broken);
        }
    }

    private static void undo(Connection connection, Exception failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            failure.addSuppressed(broken);
        }
    }

    /** Unique violation, serialization failure, deadlock: the transaction is known to be rolled back. */
    private static boolean isCollision(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.equals("23505") || state.equals("40001") || state.equals("40P01"));
    }

    private static Dialect dialectOf(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> new PostgresDialect();
            case "H2" -> new H2Dialect();
            default ->
                throw new ConfigurationException(
                        "unknown-database", "collab.store works on PostgreSQL and H2, not on " + product);
        };
    }

    private void migrate() {
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .loggers("slf4j")
                    .dataSource(connections)
                    .locations("classpath:io/collab/jpa/migration/" + dialect.name())
                    .table("collab_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw new StorageException("store-migration-failed", "the tables cannot be brought up to date", failure);
        }
    }

    private StorageException failed(String what, SQLException failure) {
        return new StorageException(
                closed ? "store-closed" : "store-failed",
                what + " failed, SQL state " + failure.getSQLState(),
                failure);
    }
}
