package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collab.api.StorageException;
import io.collab.spi.storage.DocumentStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2FileTest {
    /** The two headers of the file; the chunk that they point to comes after them, wherever H2 has put it. */
    private static final long HEADERS = 2 * 4096;

    @TempDir
    private Path folder;

    @Test
    void aFileWhoseEndIsMissingIsRefused() throws IOException {
        fill();
        Path path = folder.resolve("collab.mv.db");
        // the pool closes its connections, and with the last one the file, on a thread of its own
        await().until(() -> Files.readString(path, StandardCharsets.ISO_8859_1).contains("clean:1"));
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            assertThat(file.size()).isGreaterThan(HEADERS);
            file.truncate(HEADERS);
        }

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        damaged -> assertThat(damaged.code()).isEqualTo("store-damaged"))
                .hasMessageContaining("collab.mv.db")
                .hasMessageContaining("has " + HEADERS);
    }

    @Test
    void aCompleteFileIsOpenedAgainAndAgain() {
        fill();
        for (int times = 0; times < 3; times++) {
            try (DocumentStore store = open()) {
                assertThat(StoredDocument.open(store, "a").seqsAfter(0)).hasSize(100);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:a",
                "jdbc:h2:tcp://host/~/a",
                "jdbc:h2:async:./absent;WRITE_DELAY=0",
                "jdbc:h2:~/absent-collab"
            })
    void aUrlWithoutALocalFileIsNotChecked(String url) {
        assertThatCode(() -> H2File.check(url)).doesNotThrowAnyException();
    }

    private void fill() {
        try (DocumentStore store = open()) {
            StoredDocument.open(store, "a").append(1, 100);
        }
    }

    private DocumentStore open() {
        return new JpaStoreProvider().create(SettingsOf.url("jdbc:h2:file:" + folder.resolve("collab")));
    }
}
