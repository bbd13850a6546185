package io.collab.jpa;

import io.collab.spi.storage.DocumentStore;
import io.collab.tck.DocumentStoreTck;
import java.time.Duration;

class PostgresStoreTckIT extends DocumentStoreTck {
    @Override
    protected DocumentStore openStore() {
        return new JpaStoreProvider().create(SettingsOf.url(RunningPostgres.url()));
    }

    @Override
    protected boolean ageAll(Duration by) {
        return CommitAges.ageAll(RunningPostgres.database(), by);
    }
}
