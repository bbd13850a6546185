package io.collab.spi.ordering;

import io.collab.spi.Setting;
import io.collab.spi.Settings;
import java.util.List;

/**
 * Makes a bus out of settings. Found as a CDI bean or by {@link java.util.ServiceLoader}, or given to the builder;
 * {@code collab.bus} picks one by name.
 */
public interface BusProvider {
    /** The name for {@code collab.bus}: lower case, ASCII. */
    String name();

    /** The keys that it reads. */
    List<Setting<?>> settings();

    /**
     * Opens a bus. Does not wait for it to be reachable: listeners are told.
     *
     * @throws io.collab.api.ConfigurationException when the settings cannot work
     */
    BroadcastBus create(Settings settings);
}
