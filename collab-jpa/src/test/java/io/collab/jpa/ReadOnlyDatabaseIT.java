package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.collab.api.StorageException;
import io.collab.spi.storage.DocumentStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that has become read-only, as after a failover to a standby. */
class ReadOnlyDatabaseIT {
    @Test
    void aReadOnlyDatabaseFailsItsCheck() throws SQLException {
        RunningPostgres.createDatabase("readonly");
        String url = RunningPostgres.url("readonly");
        try (DocumentStore store = new JpaStoreProvider().create(SettingsOf.url(url))) {
            assertThatCode(store::check).doesNotThrowAnyException();
        }
        setReadOnly();
        try (DocumentStore store = new JpaStoreProvider().create(SettingsOf.url(url))) {
            StorageException failure = catchThrowableOfType(StorageException.class, store::check);
            assertThat(failure.code()).isEqualTo("store-read-only");
        }
    }

    private static void setReadOnly() throws SQLException {
        try (Connection connection = RunningPostgres.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database readonly set default_transaction_read_only = on");
        }
    }
}
