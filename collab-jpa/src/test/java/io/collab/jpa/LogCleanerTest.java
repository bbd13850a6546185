package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.collab.api.Receipt;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.api.Trigger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removing commits of compacted and deleted documents, on H2. */
class LogCleanerTest {
    private static final AtomicInteger DELETING_STATEMENTS = new AtomicInteger();

    private final JdbcDataSource database = new JdbcDataSource();
    private DocumentStore store;
    private StoredDocument document;

    /** Counts the statements that delete commits. */
    public static final class CountingTrigger implements Trigger {
        @Override
        public void fire(Connection connection, Object[] oldRow, Object[] newRow) {
            DELETING_STATEMENTS.incrementAndGet();
        }
    }

    @BeforeEach
    void open() throws SQLException {
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        store = new JpaStoreProvider().create(SettingsOf.url(url));
        database.setURL(url);
        document = StoredDocument.open(store, "a");
        execute("create trigger counting after delete on collab_commit call '" + CountingTrigger.class.getName() + "'");
        DELETING_STATEMENTS.set(0);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void compactingDropsCommitsInSlices() {
        document.append(1, 2_500);
        CommitAges.ageAll(database, Duration.ofHours(1));

        document.compact(0, 2_499);

        assertThat(document.seqsAfter(2_499)).containsExactly(2_500L);
        assertThat(store.read(document.head().document(), document.head().generation(), 0, 100)
                        .snapshot())
                .isNotNull();
        assertThat(DELETING_STATEMENTS).hasValue(3);
    }

    @Test
    void deletingDropsCommitsInSlices() throws SQLException {
        document.append(1, 2_500);

        assertThat(store.delete(document.head().document(), document.head().generation()))
                .isTrue();

        assertThat(DELETING_STATEMENTS).hasValue(3);
        assertThat(commits()).isZero();
    }

    /** The process was killed after the document was marked as deleted, and before its rows were removed. */
    @Test
    void aHalfDeletedDocumentHasNoOldCommitsWhenItIsRecreated() throws SQLException {
        document.append(1, 3);
        document.compact(0, 2);
        execute("update collab_document set generation = null, snapshot_seq = 0");

        StoredDocument recreated = StoredDocument.open(store, "a");

        assertThat(recreated.head().seq()).isEqualTo(3);
        assertThat(recreated.seqsAfter(0)).isEmpty();
        assertThat(((AppendResult.Committed) recreated.append(1, 2)).receipts())
                .extracting(Receipt::seq, Receipt::fresh)
                .containsExactly(tuple(4L, true), tuple(5L, true));
        assertThat(recreated.seqsAfter(0)).isEqualTo(List.of(4L, 5L));
    }

    @Test
    void deletingAgainRemovesTheRowsOfAnInterruptedDeletion() throws SQLException {
        document.append(1, 3);
        execute("update collab_document set generation = null, snapshot_seq = 0");

        assertThat(store.delete(document.head().document(), document.head().generation()))
                .isFalse();

        assertThat(commits()).isZero();
    }

    /** The process was killed after the snapshot was replaced, and before the old commits were removed. */
    @Test
    void theNextCompactionContinuesAnInterruptedOne() throws SQLException {
        document.append(1, 10);
        document.compact(0, 5);
        assertThat(commits()).as("commits within the retry horizon").isEqualTo(10);
        CommitAges.ageAll(database, Duration.ofHours(1));
        execute("delete from collab_commit where seq <= 2");

        assertThat(document.seqsAfter(0)).as("after the snapshot").containsExactly(6L, 7L, 8L, 9L, 10L);
        document.compact(5, 9);

        assertThat(commits()).isEqualTo(1);
    }

    private int commits() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from collab_commit")) {
            row.next();
            return row.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
