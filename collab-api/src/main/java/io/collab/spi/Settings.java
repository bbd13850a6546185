package io.collab.spi;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where settings come from, as one lookup by name. Thread-safe when the lookup is. */
public final class Settings {
    private final Function<String, @Nullable String> lookup;

    /** @param lookup the text of a key, null when nobody has set it */
    public Settings(Function<String, @Nullable String> lookup) {
        this.lookup = lookup;
    }

    /** Nothing is set: every key has its default. */
    public static Settings defaults() {
        return new Settings(name -> null);
    }

    /**
     * The value of a key, its default when it is not set or empty.
     *
     * @throws io.collab.api.ConfigurationException code {@code bad-setting} when its text cannot be read
     */
    public <T> T get(Setting<T> setting) {
        String text = lookup.apply(setting.name());
        return setting.read(text == null || text.isBlank() ? setting.defaultText() : text);
    }
}
