package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Author;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.spi.Settings;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The properties of PostgreSQL only: its durability, its partitions and its plans. */
class PostgresStoreIT {
    @Test
    void durabilityIsReadFromTheServer() {
        try (DocumentStore store = open(RunningPostgres.url())) {
            assertThat(store.durability()).isEqualTo(new Durability(Durability.Level.DISK, 0));
        }
    }

    @Test
    void theTablesOfTheApplicationAreUnchanged() throws SQLException {
        RunningPostgres.createDatabase("host");
        HostTables.assertUnchangedBy(RunningPostgres.database("host"), () -> open(RunningPostgres.url("host")));
    }

    @Test
    void nodesThatStartTogetherMigrateOnce() throws Exception {
        RunningPostgres.createDatabase("together");
        ExecutorService nodes = Executors.newFixedThreadPool(8);
        List<Future<DocumentStore>> starting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starting.add(nodes.submit(() -> open(RunningPostgres.url("together"))));
        }
        for (Future<DocumentStore> started : starting) {
            started.get().close();
        }
        nodes.shutdown();
    }

    @Test
    void aCopyOfADatabaseIsAnotherStore() throws SQLException {
        RunningPostgres.createDatabase("original");
        String original = idOf("original");

        try (Connection connection = RunningPostgres.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database copied template original");
        }

        assertThat(idOf("copied")).isNotEqualTo(original);
        assertThat(idOf("original")).isEqualTo(original);
    }

    /** As on a managed server that reserves the functions for administrators. */
    @Test
    void theIdNeedsNoPrivilege() throws SQLException {
        RunningPostgres.createDatabase("unprivileged");
        try (Connection connection = RunningPostgres.database("unprivileged").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("revoke execute on function pg_control_system() from public");
            statement.execute("create role tenant login");
            statement.execute("grant all on database unprivileged to tenant");
            statement.execute("grant all on schema public to tenant");
        }
        Settings asTenant = SettingsOf.of(Map.of(
                JpaStoreProvider.URL, RunningPostgres.url("unprivileged").replaceAll("user=[^&]*", "user=tenant")));
        try (DocumentStore store = new JpaStoreProvider().create(asTenant)) {
            assertThat(store.id()).isNotEmpty();
        }
    }

    private static String idOf(String database) {
        try (DocumentStore store = open(RunningPostgres.url(database))) {
            return store.id();
        }
    }

    @Test
    void contentIsStoredWithoutCompression() throws SQLException {
        open(RunningPostgres.url()).close();
        try (Connection connection = RunningPostgres.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_attribute a"
                        + " join pg_class c on c.oid = a.attrelid where c.relname ~ '^collab_commit_[0-9]+$'"
                        + " and a.attname = 'content' and a.attstorage = 'e'")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(16);
        }
    }

    /** Small and large batches, with custom and generic plans, never scan a partition sequentially. */
    @Test
    void appendsUseIndexes() throws SQLException {
        RunningPostgres.createDatabase("plans");
        try (DocumentStore store = open(RunningPostgres.url("plans"));
                Connection connection = RunningPostgres.database("plans").getConnection()) {
            List<Head> heads = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                DocumentId document = DocumentId.of("d" + i);
                heads.add(store.open(document, "tck", 1, new Generation(UUID.randomUUID())));
            }
            fill(connection);
            long before = sequentialScans(connection);

            for (int round = 0; round < 12; round++) {
                append(connection, heads.subList(round, round + 1), round);
                append(connection, heads, round);
            }

            assertThat(sequentialScans(connection)).isEqualTo(before);
        }
    }

    private static void append(Connection connection, List<Head> heads, int round) throws SQLException {
        List<Append> batch = new ArrayList<>();
        for (Head head : heads) {
            Submission submission = new Submission(
                    new OperationId("s" + heads.size(), round), new Author("p", "c", "n"), Update.of(new byte[40]));
            batch.add(new Append(head.document(), head.generation(), new Guard.Any(), List.of(submission)));
        }
        assertThat(new PostgresAppend(batch).run(connection))
                .allMatch(answer -> answer instanceof AppendResult.Committed);
    }

    /** Inserts two hundred commits per document and updates the statistics. */
    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into collab_commit select d.id, s, 'fill', s, 'p', 'c', 'n', now(),"
                    + " decode(repeat('ab', 40), 'hex') from collab_document d, generate_series(1, 200) s");
            statement.execute("update collab_document set seq = 200");
            statement.execute("analyze");
        }
    }

    private static long sequentialScans(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_stat_force_next_flush()");
            try (ResultSet row = statement.executeQuery(
                    "select sum(seq_scan) from pg_stat_user_tables where relname like 'collab_commit%'")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static DocumentStore open(String url) {
        return new JpaStoreProvider().create(SettingsOf.url(url));
    }
}
