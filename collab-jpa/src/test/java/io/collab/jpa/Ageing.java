package io.collab.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Makes the records of a log older, behind the back of the store. */
final class Ageing {
    private Ageing() {}

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
