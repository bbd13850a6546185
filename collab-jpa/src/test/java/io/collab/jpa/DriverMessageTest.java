package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverMessageTest {
    @Test
    void aMessageAboutTheDatabaseIsItsFirstLine() {
        SQLException full = new SQLException(
                "ERROR: could not extend file \"base/1\": No space left on device\n  Hint: Check free disk space.",
                "53100");

        assertThat(DriverMessage.of(full))
                .isEqualTo(": ERROR: could not extend file \"base/1\": No space left on device");
    }

    @Test
    void theRootCauseIsNamed() {
        SQLException wrapped =
                new SQLException("General error: a statement", "HY000", new IOException("No space left on device"));

        assertThat(DriverMessage.of(wrapped)).isEqualTo(": No space left on device");
        assertThat(DriverMessage.stateOf(wrapped)).isEqualTo("HY000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t values (1, 'secret secret secret')",
                "insert into t values (1, 'secret'), (1, 'secret')",
                "insert into t values ('secret', 'secret')",
                "select secret from t"
            })
    void aMessageAboutRowsOrStatementsIsNotUsed(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (id int primary key, content varchar(10))");

            SQLException refused = catchThrowableOfType(SQLException.class, () -> statement.execute(sql));

            assertThat(refused.getMessage()).containsIgnoringCase("secret");
            assertThat(DriverMessage.of(refused)).isEmpty();
        }
    }
}
