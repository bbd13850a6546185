package io.collab.samples.editor.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.collab.api.ConfigurationException;
import io.collab.jpa.JpaStoreProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console shows if the database cannot be opened. */
class StartFailureTest {
    private static final String UNKNOWN = "unknown";

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        StartFailure.watch();
    }

    @AfterEach
    void end() {
        StartFailure.watch();
        StartFailure.started();
    }

    @Test
    void aWrongPasswordIsOneSentence() throws SQLException {
        try (Connection creates = DriverManager.getConnection(url(), "sa", "right")) {
            assertThat(creates.isValid(1)).isTrue();
        }
        Throwable failure = catchThrowable(() -> DriverManager.getConnection(url(), "sa", "wrong"));

        assertThat(isPrinted(new IllegalStateException("deployment failed", failure)))
                .isFalse();

        assertThat(StartFailure.sentence(UNKNOWN))
                .contains("collab.store.password")
                .doesNotContain("\n");
    }

    @Test
    void aDamagedFileIsOneSentence() throws Exception {
        Files.write(
                folder.resolve("collab.mv.db"),
                "this is no database".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        Throwable failure = catchThrowable(() -> DriverManager.getConnection(url(), "sa", ""));

        assertThat(isPrinted(failure)).isFalse();

        assertThat(StartFailure.sentence(UNKNOWN))
                .startsWith("The database file is damaged")
                .doesNotContain("\n");
    }

    @Test
    void aSecondProcessIsOneSentence() {
        assertThat(isPrinted(new SQLException("locked", "90020", 90_020))).isFalse();

        assertThat(StartFailure.sentence(UNKNOWN)).startsWith("Another process uses the database file");
    }

    @Test
    void aWrongConfigurationIsItsMessage() {
        assertThat(isPrinted(new ConfigurationException("bad-setting", "collab.node expects less")))
                .isFalse();

        assertThat(StartFailure.sentence(UNKNOWN)).isEqualTo("The editor cannot start: collab.node expects less.");
    }

    @Test
    void recordsThatFollowAKnownCauseAreDropped() {
        assertThat(isPrinted(new SQLException("refused", "28P01"))).isFalse();

        assertThat(isPrinted(null)).isFalse();
        assertThat(isPrinted(new IllegalStateException("a consequence"))).isFalse();
        assertThat(StartFailure.sentence(UNKNOWN)).contains("collab.store.user");
    }

    @Test
    void anUnknownCauseIsPrinted() {
        assertThat(isPrinted(new IllegalStateException("a bug"))).isTrue();
        assertThat(StartFailure.sentence(UNKNOWN)).isEqualTo(UNKNOWN);
    }

    @Test
    void afterTheStartEveryFailureIsPrinted() {
        StartFailure.started();

        assertThat(isPrinted(new SQLException("refused", "28P01"))).isTrue();
        assertThat(StartFailure.sentence(UNKNOWN)).isEqualTo(UNKNOWN);
    }

    private String url() {
        return JpaStoreProvider.urlInUse("jdbc:h2:file:" + folder.resolve("collab"));
    }

    private static boolean isPrinted(@Nullable Throwable thrown) {
        LogRecord entry = new LogRecord(Level.SEVERE, "the deployment failed");
        entry.setThrown(thrown);
        return new ConsoleFilter().isLoggable(entry);
    }
}
