package io.collab.jpa;

import io.collab.spi.Setting;
import io.collab.spi.Settings;
import java.util.Map;

/** Settings for tests. */
final class SettingsOf {
    private SettingsOf() {}

    /** Returns settings with a URL and a small pool, because a test opens many stores. */
    static Settings url(String url) {
        return of(Map.of(JpaStoreProvider.URL, url, JpaStoreProvider.POOL_SIZE, "6"));
    }

    static Settings of(Map<Setting<?>, String> values) {
        return new Settings(name -> values.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null));
    }
}
