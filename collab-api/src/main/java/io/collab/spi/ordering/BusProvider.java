package io.collab.spi.ordering;

import io.collab.spi.Setting;
import io.collab.spi.Settings;
import java.util.List;

/**
 * A factory that opens a bus from settings. Found as a CDI bean or by {@link java.util.ServiceLoader}, or passed to the
 * builder; {@code collab.bus} selects one by name. Called by the thread that starts the node.
 */
public interface BusProvider {
    /** Returns the value of {@code collab.bus} that selects this provider: lower-case ASCII. */
    String name();

    /** Returns the configuration keys that this provider reads. */
    List<Setting<?>> settings();

    /**
     * Opens a bus. Does not wait until the bus is reachable: listeners receive {@link BusListener#interrupted()} and
     * {@link BusListener#resumed()}.
     *
     * @param settings the configuration
     * @return the open bus, to be closed by the caller
     * @throws io.collab.api.ConfigurationException if the settings are unusable
     */
    BroadcastBus create(Settings settings);
}
