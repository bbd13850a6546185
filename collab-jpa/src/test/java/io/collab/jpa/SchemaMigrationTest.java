package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.spi.storage.DocumentStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaMigrationTest {
    private static final String URL = "jdbc:h2:mem:migration";
    private static final DocumentId NOTES = DocumentId.of("notes");

    private Connection database;

    @BeforeEach
    void open() throws SQLException {
        database = DriverManager.getConnection(URL);
    }

    @AfterEach
    void close() throws SQLException {
        execute("shutdown");
    }

    @Test
    void eachScriptRunsOnce() throws SQLException {
        openStore().close();
        String id = text("select id from collab_store");
        openStore().close();
        assertThat(text("select id from collab_store")).isEqualTo(id);
        assertThat(text("select listagg(version, ' ') within group (order by version) from collab_schema"))
                .isEqualTo("1 2");
    }

    @Test
    void tablesOfAnEarlierVersionOfThisLibraryAreTakenOver() throws SQLException {
        try (DocumentStore store = openStore()) {
            store.open(NOTES, "tck", 1, new Generation(UUID.randomUUID()));
        }
        execute("drop table collab_schema");
        execute("drop table collab_store");
        execute(
                "create table collab_schema_history (installed_rank integer primary key, version varchar(50), success boolean)");
        execute(
                "insert into collab_schema_history values (0, '0', true), (1, '1', true), (2, null, true), (3, '2', false)");
        try (DocumentStore store = openStore()) {
            assertThat(store.list(DocumentId.DEFAULT_TENANT, "", 10)).hasSize(1);
        }
        assertThat(text("select count(*) from collab_store")).isEqualTo("1");
    }

    @Test
    void tablesOfANewerVersionAreNotTouched() throws SQLException {
        openStore().close();
        execute("insert into collab_schema values (99)");
        assertThatThrownBy(SchemaMigrationTest::openStore)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refused -> assertThat(refused.code()).isEqualTo("store-migration-failed"))
                .hasMessageContaining("the tables have version 99, this library knows 2");
    }

    @Test
    void aScriptThatFailsIsReportedWithItsReason() throws SQLException {
        execute("create table collab_snapshot (id integer)");
        assertThatThrownBy(SchemaMigrationTest::openStore)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("COLLAB_SNAPSHOT");
    }

    private static DocumentStore openStore() {
        return new JpaStoreProvider().create(SettingsOf.url(URL));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
