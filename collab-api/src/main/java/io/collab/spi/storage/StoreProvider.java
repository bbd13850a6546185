package io.collab.spi.storage;

import io.collab.spi.Setting;
import io.collab.spi.Settings;
import java.util.List;

/**
 * Makes a store out of settings. Found as a CDI bean or by {@link java.util.ServiceLoader}, or given to the builder;
 * {@code collab.store} picks one by name.
 */
public interface StoreProvider {
    /** The name for {@code collab.store}: lower case, ASCII. */
    String name();

    /** The keys that it reads. */
    List<Setting<?>> settings();

    /**
     * Opens a store. May block, and may create tables.
     *
     * @throws io.collab.api.ConfigurationException when the settings cannot work
     * @throws io.collab.api.StorageException when the store cannot be reached
     */
    DocumentStore create(Settings settings);
}
