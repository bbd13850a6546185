package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {
    @AfterEach
    void clear() {
        System.clearProperty("collab.store.url");
        System.clearProperty("collab.store.user");
    }

    @Test
    void defaultsToAFileInTheCurrentFolder() {
        StoreSettings settings = StoreSettings.read();

        assertThat(settings.url()).startsWith("jdbc:h2:").contains("./data/collab;");
        assertThat(settings.user()).isEmpty();
    }

    @Test
    void readsSystemPropertiesWhereThereIsNoMicroProfile() {
        System.setProperty("collab.store.url", "jdbc:postgresql://db/collab");
        System.setProperty("collab.store.user", "ada");

        assertThat(StoreSettings.read()).isEqualTo(new StoreSettings("jdbc:postgresql://db/collab", "ada", ""));
    }

    @Test
    void opensH2AsTheRuntimeDoes() {
        StoreSettings settings = new StoreSettings("jdbc:h2:mem:x;write_delay=500;MODE=REGULAR", "", "");

        assertThat(settings.url()).isEqualTo("jdbc:h2:mem:x;MODE=REGULAR;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    @Test
    void keepsThePasswordOutOfLogs() {
        assertThat(new StoreSettings("jdbc:h2:mem:x", "ada", "secret"))
                .asString()
                .doesNotContain("secret");
    }
}
