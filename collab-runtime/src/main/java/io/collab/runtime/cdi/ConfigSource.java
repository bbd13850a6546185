package io.collab.runtime.cdi;

import io.collab.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The source of configuration values: MicroProfile Config if the container has it, otherwise system properties, then the
 * environment ({@code collab.store.url} is {@code COLLAB_STORE_URL} there).
 */
interface ConfigSource {
    /** Returns the values. */
    Settings settings();

    /** Returns the names that are set, except those in the environment, which other programs use too. */
    List<String> names();

    /** Returns the source that this container has. */
    static ConfigSource find() {
        try {
            return new MicroProfile(ConfigProvider.getConfig());
        } catch (NoClassDefFoundError | IllegalStateException none) {
            return new Plain();
        }
    }

    /** MicroProfile Config. */
    record MicroProfile(Config config) implements ConfigSource {
        @Override
        public Settings settings() {
            return new Settings(name -> {
                Optional<String> value = config.getOptionalValue(name, String.class);
                return value.orElse(null);
            });
        }

        @Override
        public List<String> names() {
            List<String> names = new ArrayList<>();
            for (org.eclipse.microprofile.config.spi.ConfigSource source : config.getConfigSources()) {
                String kind = String.valueOf(source.getName()).toLowerCase(Locale.ROOT);
                if (!kind.contains("env")) {
                    names.addAll(source.getPropertyNames());
                }
            }
            return names;
        }
    }

    /** System properties and environment. */
    record Plain() implements ConfigSource {
        @Override
        public Settings settings() {
            return new Settings(Plain::find);
        }

        @Override
        public List<String> names() {
            return List.copyOf(System.getProperties().stringPropertyNames());
        }

        private static @Nullable String find(String name) {
            String property = System.getProperty(name);
            String variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
            return property != null ? property : System.getenv(variable);
        }
    }
}
