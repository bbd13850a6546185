package io.collab.jpa;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates and changes the store's tables. Each script runs once in a database, however many nodes start at the same time; the table
 * {@code collab_schema} has a row for each that has run. On PostgreSQL all scripts that are due are one transaction; H2 commits every
 * statement that defines a table.
 *
 * <p>It is no library, because a migration library in the application's class path is seen by its server, too, and by the
 * application's other libraries.
 */
final class SchemaMigration {
    /** In order; a script that was released is never changed. */
    private static final List<String> SCRIPTS = List.of("V1__document_log.sql", "V2__store_id.sql");

    private SchemaMigration() {}

    /**
     * Runs the scripts that have not run in this database.
     *
     * @param connection in a transaction
     * @throws SQLException if a script fails, or if the tables were written by a newer version
     */
    static void run(Connection connection, Dialect dialect) throws SQLException {
        if (isCurrent(connection)) { // a database that is read-only at the moment is opened, too
            return;
        }
        try (Statement statement = connection.createStatement()) {
            dialect.lockSchema(statement);
            statement.execute("create table if not exists collab_schema (version integer not null primary key)");
            int version = version(connection, statement);
            if (version > SCRIPTS.size()) {
                throw new SQLException("the tables have version " + version + ", this library knows " + SCRIPTS.size());
            }
            for (int next = version + 1; next <= SCRIPTS.size(); next++) {
                for (String sql : statements(dialect, SCRIPTS.get(next - 1))) {
                    statement.execute(sql);
                }
                statement.execute("insert into collab_schema values (" + next + ")");
            }
        }
    }

    private static boolean isCurrent(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return exists(connection, "collab_schema")
                    && number(statement, "select max(version) from collab_schema") == SCRIPTS.size();
        }
    }

    /** Returns the number of scripts that have run; those that an earlier version of this library has recorded elsewhere count. */
    private static int version(Connection connection, Statement statement) throws SQLException {
        int version = number(statement, "select max(version) from collab_schema");
        if (version == 0 && exists(connection, "collab_schema_history")) {
            version = number(
                    statement,
                    "select max(cast(version as integer)) from collab_schema_history where success and version is not null");
            for (int taken = 1; taken <= version; taken++) {
                statement.execute("insert into collab_schema values (" + taken + ")");
            }
        }
        return version;
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        @Nullable String schema = connection.getSchema();
        try (ResultSet found =
                connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (found.next()) {
                if (found.getString("TABLE_NAME").equalsIgnoreCase(table)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Returns the statements of a script: each ends with a semicolon at the end of a line; comments are lines of their own. */
    private static List<String> statements(Dialect dialect, String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder next = new StringBuilder();
        for (String line :
                read("migration/" + dialect.name() + "/" + script).lines().toList()) {
            if (line.startsWith("--")) {
                continue;
            }
            next.append(line).append('\n');
            if (line.endsWith(";")) {
                statements.add(next.substring(0, next.lastIndexOf(";")));
                next.setLength(0);
            }
        }
        if (!next.toString().isBlank()) {
            throw new IllegalStateException(script + " ends within a statement");
        }
        return statements;
    }

    private static String read(String resource) {
        try (InputStream in = SchemaMigration.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing in the jar of collab-jpa");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(resource + " cannot be read", unreadable);
        }
    }
}
