package io.collab.jpa;

import io.collab.api.DocumentId;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.api.ErrorCode;

/** H2, embedded. Statements are cheap method calls, so this dialect uses many small ones. */
final class H2Dialect implements Dialect {
    /** The isolation level of H2 in which a transaction sees one state. JDBC has no constant for it. */
    private static final int SNAPSHOT = 6;

    /** The errors of a database whose file is closed or cannot be accessed. */
    private static final Set<Integer> CLOSED = Set.of(
            ErrorCode.IO_EXCEPTION_1,
            ErrorCode.IO_EXCEPTION_2,
            ErrorCode.DATABASE_IS_CLOSED,
            ErrorCode.DATABASE_CALLED_AT_SHUTDOWN);

    private final DocumentTable documents = new DocumentTable(this);

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public String nameKey() {
        return "name_bytes";
    }

    @Override
    public String nameParameter() {
        return "stringtoutf8(?)";
    }

    @Override
    public int snapshotIsolation() {
        return SNAPSHOT;
    }

    @Override
    public String lockClause() {
        return " for update wait 1";
    }

    /** H2 commits with every definition of a table; one process has the file. */
    @Override
    public void lockSchema(Statement statement) {}

    @Override
    public void limitLockWait(Connection connection) {
        // The clause that locks has the limit.
    }

    @Override
    public void limitIdleTime(Connection connection) {
        // H2 runs in this process: it has no clients that hang.
    }

    /**
     * {@inheritDoc}
     *
     * <p>A commit of H2 writes the roots of all its maps, one after the other. Concurrent changes of another
     * transaction are written partly: its rows without the undo log that would revert them. If the process is killed at
     * that moment, half of a transaction that was never committed stays permanently.
     */
    @Override
    public boolean serializesWrites() {
        return true;
    }

    @Override
    public void check(Connection connection) throws SQLException {
        // Every H2 that can run the migrations is suitable.
    }

    @Override
    public void create(Connection connection, Head proposed) throws SQLException {
        try (PreparedStatement reuse =
                connection.prepareStatement("update collab_document set generation = ?, engine = ?, format_version = ?"
                        + " where tenant = ? and name_bytes = stringtoutf8(?) and generation is null and seq = ?")) {
            bind(reuse, proposed);
            reuse.setLong(6, proposed.seq());
            if (reuse.executeUpdate() > 0) {
                return;
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into collab_document (generation, engine, format_version, tenant, name)"
                        + " values (?, ?, ?, ?, ?)")) {
            bind(insert, proposed);
            insert.executeUpdate();
        } catch (SQLException collision) {
            if (!SqlStates.UNIQUE_VIOLATION.equals(collision.getSQLState())) {
                throw collision;
            }
        }
    }

    @Override
    public Map<DocumentId, Head> heads(Connection connection, Collection<DocumentId> requested) throws SQLException {
        Map<DocumentId, Head> heads = new HashMap<>();
        try (PreparedStatement find = documents.prepareFind(connection, false)) {
            for (DocumentId document : requested) {
                DocumentRow row = DocumentTable.find(find, document);
                if (row != null && row.head() != null) {
                    heads.put(document, row.head());
                }
            }
        }
        return heads;
    }

    @Override
    public List<AppendResult> append(Connection connection, List<Append> appends) throws SQLException {
        return Database.inTransaction(connection, within -> {
            try (H2Append append = new H2Append(within, documents)) {
                return append.run(appends);
            }
        });
    }

    @Override
    public boolean isReadOnly(Connection connection) throws SQLException {
        return connection.isReadOnly();
    }

    /**
     * {@inheritDoc}
     *
     * <p>H2 closes a file that it cannot write, for example because the disk is full, and never opens it again for the
     * connections that exist.
     */
    @Override
    public boolean isClosedByFailure(SQLException failure) {
        return CLOSED.contains(failure.getErrorCode())
                || failure.getErrorCode() == ErrorCode.GENERAL_ERROR_1
                        && DriverMessage.isOfTheH2File(failure.getCause());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Acknowledged commits are in the file. A database in memory would lose its content, so it is left as it is.
     */
    @Override
    public void endAfterFailure(Connection connection) throws SQLException {
        if (!connection.getMetaData().getURL().startsWith("jdbc:h2:mem:")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("shutdown immediately");
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>A copy of a file has another path; a database in memory has none, and no copy.
     */
    @Override
    public String place(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select coalesce(database_path(), '')")) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Without {@code WRITE_DELAY=0} a commit is acknowledged before it is written. H2 never guarantees more than
     * {@link Durability.Level#PROCESS_CRASH}.
     */
    @Override
    public Durability durability(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select database_path(), (select max(cast(setting_value as integer))"
                                + " from information_schema.settings where setting_name = 'WRITE_DELAY')")) {
            boolean isDurable = rows.next() && rows.getString(1) != null && rows.getInt(2) == 0 && !rows.wasNull();
            return new Durability(isDurable ? Durability.Level.PROCESS_CRASH : Durability.Level.MEMORY, 0);
        }
    }

    private static void bind(PreparedStatement statement, Head proposed) throws SQLException {
        statement.setObject(1, proposed.generation().id());
        statement.setString(2, StoredText.encode(proposed.engine()));
        statement.setInt(3, proposed.formatVersion());
        statement.setString(4, proposed.document().tenant());
        statement.setString(5, proposed.document().name());
    }
}
