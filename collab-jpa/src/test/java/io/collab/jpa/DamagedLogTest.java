package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.collab.api.CorruptDataException;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a document are missing: reading reports what is missing, and returns no shorter document. */
class DamagedLogTest {
    private static final int PART = 1 << 20;

    private final JdbcDataSource database = new JdbcDataSource();
    private DocumentStore store;
    private StoredDocument document;

    @BeforeEach
    void open() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        database.setURL(url);
        store = new JpaStoreProvider().create(SettingsOf.url(url));
        document = StoredDocument.open(store, "a");
        document.append(1, 10);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @CsvSource({"'seq in (4, 5)', 0, 4 to 5", "seq > 7, 7, 8 to 10", "seq = 3, 2, 3 to 3"})
    void aMissingCommitIsReported(String lost, long after, String named) throws SQLException {
        execute("delete from collab_commit where " + lost);

        assertThatThrownBy(() -> document.seqsAfter(after))
                .isInstanceOfSatisfying(
                        CorruptDataException.class,
                        damaged -> assertThat(damaged.code()).isEqualTo("log-incomplete"))
                .hasMessageContaining("the commits " + named + " are missing");
    }

    @ParameterizedTest
    @ValueSource(longs = {DocumentStore.NONE, 0, 3})
    void commitsThatAreMissingAfterTheSnapshotAreReported(long after) throws SQLException {
        document.compact(0, 6);
        execute("delete from collab_commit where seq <= 8");

        assertThatThrownBy(() -> document.seqsAfter(after))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("the commits 7 to 8 are missing");
    }

    @Test
    void aCommitAfterTheHeadIsReported() throws SQLException {
        execute("update collab_document set seq = 9");

        CorruptDataException damaged = catchThrowableOfType(CorruptDataException.class, () -> document.seqsAfter(0));

        assertThat(damaged.code()).isEqualTo("head-outdated");
    }

    @ParameterizedTest
    @CsvSource({
        "2500000, 0, part 0",
        "2500000, 1, part 1",
        "2500000, 2, part 2",
        "2097152, 1, part 1",
        "2097152, 2, part 2"
    })
    void aMissingPartOfASnapshotIsReported(int size, int part, String named) throws SQLException {
        compact(new byte[size]);
        execute("delete from collab_snapshot where part = " + part);

        assertThatThrownBy(() -> document.seqsAfter(DocumentStore.NONE))
                .isInstanceOfSatisfying(
                        CorruptDataException.class,
                        damaged -> assertThat(damaged.code()).isEqualTo("snapshot-incomplete"))
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART})
    void aCompleteSnapshotIsRead(int size) {
        compact(new byte[size]);

        assertThat(document.seqsAfter(DocumentStore.NONE)).containsExactly(9L, 10L);
    }

    private void compact(byte[] state) {
        store.compact(document.head().document(), document.head().generation(), 0, new Snapshot(8, state), 0);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
