package io.collab.jpa;

import io.collab.api.ConfigurationException;
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

/** PostgreSQL 12 and later. A round trip is expensive, so this dialect uses few large statements. */
final class PostgresDialect implements Dialect {
    /** The maximum wait for a lock: other documents of a batch must not wait for a locked one. */
    static final int LOCK_TIMEOUT_MILLIS = 1_000;

    /** The key of the advisory lock, at random: other applications may use the same database. */
    private static final long SCHEMA_LOCK = 7_193_845_290_671_384_215L;

    private static final int IDLE_TIMEOUT_MILLIS = 5_000;

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String nameKey() {
        return "name";
    }

    @Override
    public String nameParameter() {
        return "?";
    }

    @Override
    public int snapshotIsolation() {
        return Connection.TRANSACTION_REPEATABLE_READ;
    }

    @Override
    public String lockClause() {
        return " for update";
    }

    @Override
    public void lockSchema(Statement statement) throws SQLException {
        statement.execute("select pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
    }

    @Override
    public void limitLockWait(Connection connection) throws SQLException {
        setForTransaction(connection, "lock_timeout", LOCK_TIMEOUT_MILLIS);
    }

    @Override
    public void limitIdleTime(Connection connection) throws SQLException {
        setForTransaction(connection, "idle_in_transaction_session_timeout", IDLE_TIMEOUT_MILLIS);
    }

    @Override
    public boolean serializesWrites() {
        return false;
    }

    @Override
    public void check(Connection connection) throws SQLException {
        String encoding = show(connection, "server_encoding");
        if (!encoding.equals("UTF8")) {
            throw new ConfigurationException(
                    "bad-database-encoding",
                    "collab.store requires a database with the encoding UTF8, not " + encoding);
        }
    }

    @Override
    public void create(Connection connection, Head proposed) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into collab_document as d (tenant, name, generation, engine, format_version, seq)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (tenant, name) do update set"
                        + " generation = excluded.generation, engine = excluded.engine,"
                        + " format_version = excluded.format_version where d.generation is null and d.seq = excluded.seq")) {
            statement.setString(1, proposed.document().tenant());
            statement.setString(2, proposed.document().name());
            statement.setObject(3, proposed.generation().id());
            statement.setString(4, StoredText.encode(proposed.engine()));
            statement.setInt(5, proposed.formatVersion());
            statement.setLong(6, proposed.seq());
            statement.executeUpdate();
        }
    }

    @Override
    public Map<DocumentId, Head> heads(Connection connection, Collection<DocumentId> requested) throws SQLException {
        String[] tenants = requested.stream().map(DocumentId::tenant).toArray(String[]::new);
        String[] names = requested.stream().map(DocumentId::name).toArray(String[]::new);
        Map<DocumentId, Head> heads = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("select " + DocumentRow.COLUMNS
                + " from unnest(?::text[], ?::text[]) w(tenant, name)"
                + " join collab_document d on d.tenant = w.tenant and d.name = w.name"
                + " where d.generation is not null")) {
            statement.setArray(1, connection.createArrayOf("text", tenants));
            statement.setArray(2, connection.createArrayOf("text", names));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Head head = DocumentRow.read(rows).head();
                    if (head != null) {
                        heads.put(head.document(), head);
                    }
                }
            }
        }
        return heads;
    }

    @Override
    public List<AppendResult> append(Connection connection, List<Append> appends) throws SQLException {
        return new PostgresAppend(appends).run(connection);
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code transaction_read_only} is also on while the server is in recovery.
     */
    @Override
    public boolean isReadOnly(Connection connection) throws SQLException {
        return show(connection, "transaction_read_only").equals("on");
    }

    @Override
    public boolean isClosedByFailure(SQLException failure) {
        return false; // the server starts again by itself
    }

    @Override
    public void endAfterFailure(Connection connection) {
        // not called
    }

    /**
     * {@inheritDoc}
     *
     * <p>The object ids of the database and of the table differ in a copy that was restored or made from a template, and
     * the system identifier in another cluster. A physical copy of a cluster has the same values as its original; so has a
     * standby, and there they must be the same.
     */
    @Override
    public String place(Connection connection) throws SQLException {
        String database = selectText(
                connection,
                "select d.oid || '/' || 'collab_store'::regclass::oid from pg_database d where datname = current_database()");
        boolean mayReadControl = selectText(
                        connection, "select has_function_privilege('pg_control_system()', 'execute')::text")
                .equals("true");
        return mayReadControl
                ? database + "/" + selectText(connection, "select system_identifier::text from pg_control_system()")
                : database;
    }

    @Override
    public Durability durability(Connection connection) throws SQLException {
        return PostgresDurability.of(
                show(connection, "fsync"),
                show(connection, "full_page_writes"),
                show(connection, "synchronous_commit"),
                show(connection, "synchronous_standby_names"));
    }

    /** Sets a parameter until the transaction ends; the connection may belong to the pool of a container. */
    private static void setForTransaction(Connection connection, String parameter, int millis) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, true)")) {
            statement.setString(1, parameter);
            statement.setString(2, Integer.toString(millis));
            statement.executeQuery().close();
        }
    }

    private static String show(Connection connection, String parameter) throws SQLException {
        return selectText(connection, "show " + parameter);
    }

    private static String selectText(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
