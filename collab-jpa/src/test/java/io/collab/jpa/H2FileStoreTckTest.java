package io.collab.jpa;

import io.collab.spi.storage.DocumentStore;
import io.collab.tck.DocumentStoreTck;
import java.nio.file.Path;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.io.TempDir;

class H2FileStoreTckTest extends DocumentStoreTck {
    @TempDir
    private Path folder;

    @Override
    protected DocumentStore openStore() {
        return new JpaStoreProvider().create(SettingsOf.url(url()));
    }

    @Override
    protected boolean ageAll(Duration by) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(JdbcUrl.of(url()).text());
        return CommitAges.ageAll(database, by);
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("collab");
    }
}
