package io.collab.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Changes the stored times of commits, without the store. */
final class CommitAges {
    private CommitAges() {}

    static boolean ageAll(DataSource database, Duration by) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update collab_commit set committed_at = committed_at - interval '" + by.toSeconds() + "' second");
            return true;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
