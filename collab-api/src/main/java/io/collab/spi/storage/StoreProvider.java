package io.collab.spi.storage;

import io.collab.spi.Setting;
import io.collab.spi.Settings;
import java.util.List;

/**
 * A factory that opens a store from settings. Found as a CDI bean or by {@link java.util.ServiceLoader}, or passed to
 * the builder; {@code collab.store} selects one by name. Called by the thread that starts the node.
 */
public interface StoreProvider {
    /** Returns the value of {@code collab.store} that selects this provider: lower-case ASCII. */
    String name();

    /** Returns the configuration keys that this provider reads. */
    List<Setting<?>> settings();

    /**
     * Opens a store. May block, and may create tables.
     *
     * @param settings the configuration
     * @return the open store, to be closed by the caller
     * @throws io.collab.api.ConfigurationException if the settings are unusable
     * @throws io.collab.api.StorageException if the store cannot be reached
     */
    DocumentStore create(Settings settings);
}
