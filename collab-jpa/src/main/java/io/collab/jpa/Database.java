package io.collab.jpa;

import com.zaxxer.hikari.HikariDataSource;
import io.collab.api.ConfigurationException;
import io.collab.api.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The access to one database: obtains a connection, runs the work, ends the transaction, and reports every failure as a
 * {@link StorageException}. Thread-safe. Every method except {@link #dialect()} may block until the time-outs of the
 * data source and of the socket.
 */
final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final int MAX_ATTEMPTS = 20;
    private static final Lock MIGRATING = new ReentrantLock();
    private static final Executor SAME_THREAD = Runnable::run;

    private final DataSource connections;
    private final AutoCloseable pool;
    private final Dialect dialect;
    private final int socketTimeoutMillis;
    /** Held by the writing thread if {@link Dialect#serializesWrites()}; fair, so that no thread waits forever. */
    private final Lock writing = new ReentrantLock(true);

    private volatile boolean closed;
    private volatile boolean lacksSpace;

    /**
     * Work on one connection.
     *
     * @param <R> the type of the result
     */
    @FunctionalInterface
    interface Work<R> {
        R on(Connection connection) throws SQLException;
    }

    /**
     * Determines the dialect and migrates the tables.
     *
     * @param connections the source of connections
     * @param pool a resource that is closed with the database
     * @param socketTimeoutMillis the time in milliseconds after which a silent socket fails, 0 if the data source sets
     *     it itself
     * @throws ConfigurationException if the database is unsupported or unusable
     * @throws StorageException if the database cannot be reached or migrated
     */
    Database(DataSource connections, AutoCloseable pool, int socketTimeoutMillis) {
        this.connections = connections;
        this.pool = pool;
        this.socketTimeoutMillis = socketTimeoutMillis;
        try (Connection connection = connections.getConnection()) {
            dialect = dialectOf(connection);
            dialect.check(connection);
            migrate(connection);
        } catch (SQLException unreachable) {
            throw failed("connect", unreachable);
        }
    }

    Dialect dialect() {
        return dialect;
    }

    /** Reads. The work is one statement, or tolerates that its statements see different states. */
    <R> R query(String operation, Work<R> work) {
        return run(operation, work);
    }

    /** Reads in one transaction whose statements all see the same state. */
    <R> R queryInOneView(String operation, Work<R> work) {
        return run(operation, connection -> {
            int original = connection.getTransactionIsolation();
            connection.setTransactionIsolation(dialect.snapshotIsolation());
            try {
                return inTransaction(connection, limited(work));
            } finally {
                restore(() -> connection.setTransactionIsolation(original));
            }
        });
    }

    /**
     * Writes; durable on return. Work that collides with another transaction, and was therefore rolled back, is
     * repeated.
     *
     * @param operation the name of the operation, for the exception text
     * @param work work that commits its own changes, or that is one statement
     */
    <R> R update(String operation, Work<R> work) {
        if (!dialect.serializesWrites()) {
            return updateWithRetries(operation, work);
        }
        writing.lock();
        try {
            return updateWithRetries(operation, work);
        } finally {
            writing.unlock();
        }
    }

    /** Returns whether the last write failed because the disk is full, or because the file was closed after that. */
    boolean lacksSpace() {
        return lacksSpace;
    }

    /** Writes in one transaction, all or nothing; otherwise like {@link #update}. */
    <R> R updateInTransaction(String operation, Work<R> work) {
        return update(operation, connection -> inTransaction(connection, limited(work)));
    }

    private <R> Work<R> limited(Work<R> work) {
        return connection -> {
            dialect.limitIdleTime(connection);
            return work.on(connection);
        };
    }

    private <R> R updateWithRetries(String operation, Work<R> work) {
        return run(operation, connection -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    R result = work.on(connection);
                    lacksSpace = false;
                    return result;
                } catch (SQLException failure) {
                    lacksSpace |=
                            dialect.isClosedByFailure(failure) || SqlStates.DISK_FULL.equals(failure.getSQLState());
                    if (attempt == MAX_ATTEMPTS || !isCollision(failure)) {
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
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    /**
     * Checks that a commit was acknowledged without a warning. PostgreSQL reports success and the warning 01000 for a
     * commit whose wait for its replicas was cancelled; such a commit is not acknowledged.
     *
     * @param first the first warning of the commit, null if there is none
     * @throws SQLException if there is a warning
     */
    static void checkAcknowledged(@Nullable SQLWarning first) throws SQLException {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            String state = warning.getSQLState();
            if (state == null || state.startsWith(SqlStates.WARNING_CLASS)) {
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
            throw new StorageException("store-failed", "the connection pool cannot be closed", failure);
        }
    }

    private <R> R run(String operation, Work<R> work) {
        if (closed) {
            throw new StorageException("store-closed", "the store is closed");
        }
        try (Connection connection = connections.getConnection()) {
            return runOn(connection, work);
        } catch (SQLException failure) {
            throw failed(operation, failure);
        }
    }

    private <R> R runOn(Connection connection, Work<R> work) throws SQLException {
        try {
            if (socketTimeoutMillis == 0) {
                return work.on(connection);
            }
            int original = connection.getNetworkTimeout();
            connection.setNetworkTimeout(SAME_THREAD, socketTimeoutMillis);
            try {
                return work.on(connection);
            } finally {
                restore(() -> connection.setNetworkTimeout(SAME_THREAD, original));
            }
        } catch (SQLException failure) {
            if (!closed && dialect.isClosedByFailure(failure)) {
                reopen(connection);
            }
            throw failure;
        }
    }

    /**
     * Lets the next calls open the database again: ends what is left of it and removes its connections from the pool,
     * which cannot detect that they are useless.
     */
    private void reopen(Connection connection) {
        restore(() -> dialect.endAfterFailure(connection));
        if (connections instanceof HikariDataSource pooled && pooled.getHikariPoolMXBean() != null) {
            pooled.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** A step that restores the original state of a connection. */
    @FunctionalInterface
    private interface Restoration {
        void run() throws SQLException;
    }

    /** Restores the original state of a connection. This fails for a broken one, which its pool detects by itself. */
    private static void restore(Restoration step) {
        try {
            step.run();
        } catch (SQLException broken) {
            LOG.log(System.Logger.Level.DEBUG, "a broken connection is returned to its pool", broken);
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            failure.addSuppressed(broken);
        }
    }

    /** Returns whether the transaction is known to be rolled back because of another one. */
    private static boolean isCollision(SQLException failure) {
        String state = failure.getSQLState();
        return SqlStates.UNIQUE_VIOLATION.equals(state)
                || SqlStates.SERIALIZATION_FAILURE.equals(state)
                || SqlStates.DEADLOCK_DETECTED.equals(state);
    }

    private static Dialect dialectOf(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> new PostgresDialect();
            case "H2" -> new H2Dialect();
            default ->
                throw new ConfigurationException(
                        "unknown-database", "collab.store supports PostgreSQL and H2, not " + product);
        };
    }

    private void migrate(Connection connection) {
        MIGRATING.lock(); // H2 has no lock for it, and several nodes of one process may share a database
        try {
            inTransaction(connection, transaction -> {
                SchemaMigration.run(transaction, dialect);
                return true;
            });
        } catch (SQLException failure) {
            throw new StorageException(
                    "store-migration-failed",
                    "the tables cannot be migrated: " + failure.getMessage(), // about tables, never about content
                    failure);
        } finally {
            MIGRATING.unlock();
        }
    }

    private StorageException failed(String operation, SQLException failure) {
        return new StorageException(
                closed ? "store-closed" : "store-failed",
                operation + " failed, SQL state " + DriverMessage.stateOf(failure) + DriverMessage.of(failure),
                failure);
    }
}
