package io.collab.runtime;

import io.collab.api.ConfigurationException;
import io.collab.runtime.commit.CommitLimits;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.session.DocumentLimits;
import io.collab.runtime.session.DocumentTimeouts;
import io.collab.runtime.session.SessionResources;
import io.collab.spi.Setting;
import io.collab.spi.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration of one node, checked when it is read. Thread-safe: immutable. */
public final class CollabConfig {
    private static final String PREFIX = "collab.";

    /** The part of the heap that one message may use: it exists several times while it is integrated. */
    private static final int SYNC_HEAP_SHARE = 16;

    private final Settings settings;
    private final Map<Setting<?>, Object> values = new HashMap<>();

    private CollabConfig(Settings settings) {
        this.settings = settings;
        ConfigurationKeys.all().forEach(setting -> values.put(setting, settings.get(setting)));
    }

    /**
     * Reads the configuration.
     *
     * @throws ConfigurationException with code {@code bad-setting} if a value cannot be read or is out of its bounds
     */
    public static CollabConfig read(Settings settings) {
        CollabConfig config = new CollabConfig(settings);
        if (!config.value(ConfigurationKeys.AUTH_MODE).equals("open")) {
            throw new ConfigurationException("bad-setting", ConfigurationKeys.AUTH_MODE.name() + " expects open");
        }
        return config;
    }

    /** Returns the configuration of a node for which nothing is configured. */
    public static CollabConfig defaults() {
        return read(Settings.defaults());
    }

    /**
     * Refuses unknown keys, so that a misspelt key is not silently ignored. Names from the environment must not be passed here,
     * because other programs use them.
     *
     * @param given the names that are set
     * @param known the keys of the runtime and of all providers
     * @throws ConfigurationException with code {@code unknown-setting} and the names, if there are unknown keys
     */
    public static void refuseUnknown(Collection<String> given, Stream<Setting<?>> known) {
        Set<String> names = known.map(Setting::name).collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        for (String name : given) {
            if (name.startsWith(PREFIX) && !names.contains(name)) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(
                    "unknown-setting", "unknown configuration key: " + String.join(", ", unknown));
        }
    }

    /** Returns the name of the store, empty if none was chosen. */
    public String store() {
        return value(ConfigurationKeys.STORE);
    }

    /** Returns the name of the bus, empty if none was chosen. */
    public String bus() {
        return value(ConfigurationKeys.BUS);
    }

    /** Returns the name of this node, empty for a random one. */
    public String node() {
        return value(ConfigurationKeys.NODE);
    }

    /** Returns the number of threads that commit. */
    public int commitLanes() {
        return value(ConfigurationKeys.LANES);
    }

    /** Returns the number of threads that read from the store. */
    public int readThreads() {
        return value(ConfigurationKeys.READERS);
    }

    /** Returns the maximum number of reads that wait. */
    public int readQueue() {
        return value(ConfigurationKeys.READ_QUEUE);
    }

    /** Returns the maximum size of what is inserted at once, in bytes. */
    public int maxInsertionBytes() {
        return value(ConfigurationKeys.MAX_INSERTION);
    }

    /** Returns how long closing waits for the store. */
    public Duration shutdownTimeout() {
        return value(ConfigurationKeys.SHUTDOWN);
    }

    /** Returns how WebSockets are served under Jakarta EE. */
    public WebSocketKind webSocket() {
        return value(ConfigurationKeys.WEB_SOCKET);
    }

    /** Returns the limits of a connection. */
    public ConnectionLimits connection() {
        long heapShare = Runtime.getRuntime().maxMemory() / SYNC_HEAP_SHARE;
        return ConnectionLimits.DEFAULTS
                .withMaxFrameBytes(value(ConfigurationKeys.MAX_FRAME))
                .withMaxSyncBytes((int) Math.min(value(ConfigurationKeys.MAX_SYNC), heapShare))
                .withSendQueueBytes(value(ConfigurationKeys.SEND_QUEUE))
                .withDocuments(value(ConfigurationKeys.DOCUMENTS_PER_CONNECTION));
    }

    /** Returns the limits of a document session. */
    public SessionResources.Policy session() {
        return new SessionResources.Policy(
                DocumentLimits.DEFAULTS
                        .withWaitingBytes(value(ConfigurationKeys.WAITING))
                        .withDocumentBytes(value(ConfigurationKeys.MAX_DOCUMENT)),
                DocumentTimeouts.DEFAULTS
                        .withLoad(value(ConfigurationKeys.LOAD))
                        .withIdleUnload(value(ConfigurationKeys.IDLE)),
                commit());
    }

    /** Returns the limits of one commit to the store. */
    public CommitLimits commit() {
        return new CommitLimits(value(ConfigurationKeys.BATCH_ROWS), value(ConfigurationKeys.BATCH_BYTES));
    }

    /** Returns the limits and intervals of the sequencer. */
    public OrderingLimits ordering() {
        return OrderingLimits.DEFAULTS
                .withPollInterval(value(ConfigurationKeys.POLL))
                .withInterruptedPollInterval(value(ConfigurationKeys.POLL_INTERRUPTED));
    }

    /** Returns the settings, from which providers of stores and buses read theirs. */
    public Settings settings() {
        return settings;
    }

    @SuppressWarnings("unchecked")
    private <T> T value(Setting<T> setting) {
        return (T) values.get(setting);
    }
}
