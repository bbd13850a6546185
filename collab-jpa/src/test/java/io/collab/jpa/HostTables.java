package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.spi.storage.DocumentStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The tables of an application, and the check that a store in the same schema does not change them. */
final class HostTables {
    private HostTables() {}

    static void assertUnchangedBy(DataSource host, Supplier<DocumentStore> opening) throws SQLException {
        try (Connection connection = host.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (id integer primary key, text varchar(20))");
            statement.execute("insert into orders values (1, 'one'), (2, 'two')");
            statement.execute("create table flyway_schema_history (installed_rank integer primary key)");
        }
        Set<String> before = tables(host);

        for (int times = 0; times < 2; times++) {
            try (DocumentStore store = opening.get()) {
                store.open(DocumentId.of("a"), "tck", 1, new Generation(UUID.randomUUID()));
            }
        }

        Set<String> added = tables(host);
        assertThat(added).containsAll(before).contains("collab_schema", "collab_document");
        added.removeAll(before);
        assertThat(added).allMatch(table -> table.startsWith("collab_"));
        try (Connection connection = host.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select (select count(*) from orders), (select count(*) from flyway_schema_history)")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(2);
            assertThat(row.getInt(2)).isZero();
        }
    }

    private static Set<String> tables(DataSource database) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select table_name from information_schema.tables where lower(table_schema) = 'public'")) {
            while (rows.next()) {
                tables.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return tables;
    }
}
