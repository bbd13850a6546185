package io.collab.spi;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The configured values, as one lookup by key. Thread-safe if the lookup is. */
public final class Settings {
    private final Function<String, @Nullable String> lookup;

    /**
     * Creates settings over a lookup.
     *
     * @param lookup a function from a key to its text, null if the key is not set
     */
    public Settings(Function<String, @Nullable String> lookup) {
        this.lookup = lookup;
    }

    /** Returns settings in which no key is set: every key has its default. */
    public static Settings defaults() {
        return new Settings(name -> null);
    }

    /**
     * Returns the value of a key, or its default if the key is not set or blank.
     *
     * @param <T> the type of the value
     * @param setting the key
     * @throws io.collab.api.ConfigurationException with code {@code bad-setting} if the text cannot be read
     */
    public <T> T get(Setting<T> setting) {
        String text = lookup.apply(setting.name());
        return setting.read(text == null || text.isBlank() ? setting.defaultText() : text);
    }
}
