package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.collab.api.StorageException;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Locks on PostgreSQL are short, and waits for them are limited. */
class PostgresLocksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    @Test
    void anAppendToALockedDocumentFailsInsteadOfWaiting() throws SQLException {
        RunningPostgres.createDatabase("locked");
        DataSource database = RunningPostgres.database("locked");
        try (DocumentStore store = open("locked");
                Connection other = database.getConnection()) {
            StoredDocument document = StoredDocument.open(store, "a");
            other.setAutoCommit(false);
            execute(other, "select * from collab_document for update");

            StorageException refused = catchThrowableOfType(StorageException.class, () -> document.append(1, 1));

            assertThat(refused)
                    .cause()
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            cause -> assertThat(cause.getSQLState()).isEqualTo(LOCK_NOT_AVAILABLE));
            other.rollback();
            assertThat(document.append(1, 1)).isInstanceOf(AppendResult.Committed.class);
        }
    }

    @Test
    void appendsContinueWhileACompactionDeletesCommits() throws Exception {
        RunningPostgres.createDatabase("compacting");
        DataSource database = RunningPostgres.database("compacting");
        try (DocumentStore store = open("compacting");
                Connection other = database.getConnection()) {
            StoredDocument document = StoredDocument.open(store, "a");
            document.append(1, 2_000);
            CommitAges.ageAll(database, Duration.ofHours(1));
            other.setAutoCommit(false);
            execute(other, "select * from collab_commit where seq = 1500 for update");

            CompletableFuture<Head> compaction = CompletableFuture.supplyAsync(() -> document.compact(0, 2_000));
            await().atMost(PATIENCE).until(() -> waitsForTheLock(database));

            assertThat(document.append(2_001, 2_001)).isInstanceOf(AppendResult.Committed.class);
            assertThat(document.seqsAfter(0))
                    .as("the commits after the snapshot")
                    .containsExactly(2_001L);
            other.rollback();
            assertThat(compaction.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).snapshotSeq())
                    .isEqualTo(2_000);
            assertThat(document.seqsAfter(2_000)).containsExactly(2_001L);
        }
    }

    @Test
    void theLimitsEndWithTheirTransaction() throws SQLException {
        RunningPostgres.createDatabase("limits");
        DataSource database = RunningPostgres.database("limits");
        try (DocumentStore store = open("limits");
                Database limited = new Database(database, () -> {}, 0);
                Connection connection = database.getConnection()) {
            StoredDocument document = StoredDocument.open(store, "a");

            new PostgresAppend(List.of(document.batch(1, 1))).run(connection);

            assertThat(show(connection, "lock_timeout")).isEqualTo("0");
            String inView =
                    limited.queryInOneView("read", within -> show(within, "idle_in_transaction_session_timeout"));
            assertThat(inView).isEqualTo("5s");
            assertThat(limited.<String>query("read", within -> show(within, "idle_in_transaction_session_timeout")))
                    .isEqualTo("0");
        }
    }

    private static boolean waitsForTheLock(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and query like 'delete from collab_commit%'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private static String show(Connection connection, String parameter) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + parameter)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DocumentStore open(String name) {
        return new JpaStoreProvider().create(SettingsOf.url(RunningPostgres.url(name)));
    }
}
