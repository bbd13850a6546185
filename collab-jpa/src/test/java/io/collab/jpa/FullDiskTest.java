package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collab.api.StorageException;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 on a disk that is full for some time. */
class FullDiskTest {
    private final FilePath disk = new FullDiskFilePath();
    private DocumentStore store;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        FilePath.register(disk);
        store = new JpaStoreProvider()
                .create(SettingsOf.url("jdbc:h2:" + FullDiskFilePath.SCHEME + ":" + folder.resolve("collab")));
    }

    @AfterEach
    void close() {
        FullDiskFilePath.FULL.set(false);
        store.close();
        FilePath.unregister(disk);
    }

    @Test
    void aFailedAppendNamesTheFullDisk() {
        StoredDocument document = StoredDocument.open(store, "a");
        FullDiskFilePath.FULL.set(true);

        assertThatThrownBy(() -> document.append(1, 100))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("No space left on device");
    }

    @Test
    void appendsSucceedAgainWhenThereIsSpaceAgain() {
        StoredDocument document = StoredDocument.open(store, "a");
        assertThat(document.append(1, 100)).isInstanceOf(AppendResult.Committed.class);
        FullDiskFilePath.FULL.set(true);
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> document.append(101, 200)).isInstanceOf(StorageException.class);
        }

        FullDiskFilePath.FULL.set(false);

        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(StorageException.class)
                .until(() -> document.append(101, 200) instanceof AppendResult.Committed);
        assertThat(document.seqsAfter(0)).hasSize(200).endsWith(200L);
    }

    @Test
    void theCheckFailsWhileTheDiskIsFull() {
        StoredDocument document = StoredDocument.open(store, "a");
        store.check();
        FullDiskFilePath.FULL.set(true);
        assertThatThrownBy(() -> document.append(1, 100)).isInstanceOf(StorageException.class);

        assertThatThrownBy(store::check).isInstanceOf(StorageException.class);

        FullDiskFilePath.FULL.set(false);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(StorageException.class)
                .untilAsserted(store::check);
    }
}
