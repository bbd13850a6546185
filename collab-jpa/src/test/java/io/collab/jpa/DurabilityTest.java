package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Durability.Level;
import java.nio.file.Path;
import java.sql.SQLWarning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurabilityTest {
    @ParameterizedTest
    @CsvSource({
        "on, on, on, '', DISK, 0",
        "off, on, on, '', PROCESS_CRASH, 0",
        "on, off, on, '', PROCESS_CRASH, 0",
        "on, on, off, '', MEMORY, 0",
        "on, on, off, 'ANY 1 (a)', MEMORY, 0",
        "on, on, local, 'ANY 1 (a)', DISK, 0",
        "on, on, on, 'a, b', DISK, 1",
        "on, on, on, '*', DISK, 1",
        "on, on, remote_apply, 'ANY 2 (a, b, c)', DISK, 2",
        "on, on, remote_write, 'FIRST 3 (a, b, c)', DISK, 3",
        "on, on, on, '2 (a, b)', DISK, 2"
    })
    void postgresHasTheDurabilityOfItsSettings(
            String fsync, String fullPageWrites, String commit, String standbys, Level level, int replicas) {
        assertThat(PostgresDurability.of(fsync, fullPageWrites, commit, standbys))
                .isEqualTo(new Durability(level, replicas));
    }

    @Test
    void h2InAFileSurvivesAProcessCrash(@TempDir Path folder) {
        try (var store = new JpaStoreProvider().create(SettingsOf.url("jdbc:h2:file:" + folder.resolve("collab")))) {
            assertThat(store.durability()).isEqualTo(new Durability(Level.PROCESS_CRASH, 0));
        }
    }

    @Test
    void h2InMemorySurvivesNothing() {
        try (var store = new JpaStoreProvider().create(SettingsOf.url("jdbc:h2:mem:durability"))) {
            assertThat(store.durability()).isEqualTo(new Durability(Level.MEMORY, 0));
        }
    }

    @Test
    void aWarningOnCommitIsNotAnAcknowledgement() {
        SQLWarning notice = new SQLWarning("a notice", "00000");
        assertThatCode(() -> Database.checkAcknowledged(notice)).doesNotThrowAnyException();
        notice.setNextWarning(new SQLWarning("canceling wait for synchronous replication", "01000"));
        assertThatThrownBy(() -> Database.checkAcknowledged(notice)).isInstanceOf(SQLWarning.class);
    }
}
