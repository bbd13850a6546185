package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import io.collab.jpa.JpaStoreProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {
    @AfterEach
    void clear() {
        System.clearProperty("collab.store.url");
        System.clearProperty("collab.store.user");
        System.clearProperty("collab.store.datasource");
    }

    @Test
    void defaultsToAFileInTheCurrentFolder() {
        StoreSettings settings = StoreSettings.read();

        assertThat(settings.url()).startsWith("jdbc:h2:").contains("./data/collab-editor;");
        assertThat(settings.user()).isEmpty();
    }

    @Test
    void readsSystemPropertiesWhereThereIsNoMicroProfile() {
        System.setProperty("collab.store.url", "jdbc:postgresql://db/collab");
        System.setProperty("collab.store.user", "ada");

        assertThat(StoreSettings.read()).isEqualTo(new StoreSettings("jdbc:postgresql://db/collab", "ada", ""));
    }

    @Test
    void opensAnH2DatabaseOfItsOwn() {
        System.setProperty("collab.store.url", "jdbc:h2:mem:x;write_delay=500;MODE=REGULAR");

        assertThat(StoreSettings.read().url())
                .isEqualTo(JpaStoreProvider.urlInUse("jdbc:h2:mem:x-editor;write_delay=500;MODE=REGULAR"));
    }

    @Test
    void refusesADataSourceOfTheServer() {
        System.setProperty("collab.store.datasource", "java:app/jdbc/collab");

        assertThatThrownBy(StoreSettings::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("collab.store.datasource")
                .hasMessageContaining("collab.store.url");
    }

    @Test
    void keepsThePasswordOutOfLogs() {
        assertThat(new StoreSettings("jdbc:h2:mem:x", "ada", "secret"))
                .asString()
                .doesNotContain("secret");
    }
}
