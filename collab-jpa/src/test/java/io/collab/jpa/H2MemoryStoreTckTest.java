package io.collab.jpa;

import io.collab.spi.storage.DocumentStore;
import io.collab.tck.DocumentStoreTck;
import java.time.Duration;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

class H2MemoryStoreTckTest extends DocumentStoreTck {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

    @Override
    protected DocumentStore openStore() {
        return new JpaStoreProvider().create(SettingsOf.url(url));
    }

    @Override
    protected boolean ageAll(Duration by) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        return CommitAges.ageAll(database, by);
    }
}
