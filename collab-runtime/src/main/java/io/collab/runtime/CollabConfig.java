package io.collab.runtime;

import io.collab.api.ConfigurationException;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.session.ConnectionLimits;
import io.collab.runtime.session.SessionLimits;
import io.collab.spi.Setting;
import io.collab.spi.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of one node. Immutable; read once.
 *
 * @param store the name of the store, empty when not chosen
 * @param bus the name of the bus, empty when not chosen
 * @param node the name of this node, empty for a random one
 * @param lanes how many threads commit
 * @param batchRows the most changes in one commit
 * @param batchBytes about the most bytes in one commit
 * @param readers how many threads read
 * @param readQueue how many reads may wait
 * @param maxUpdateBytes the most bytes of one change
 * @param shutdownTimeout how long closing waits for the store
 * @param connection the bounds of a connection
 * @param session the bounds of a document
 * @param ordering how the log is followed
 * @param settings for the providers of stores and buses
 */
public record CollabConfig(
        String store,
        String bus,
        String node,
        int lanes,
        int batchRows,
        int batchBytes,
        int readers,
        int readQueue,
        int maxUpdateBytes,
        Duration shutdownTimeout,
        ConnectionLimits connection,
        SessionLimits session,
        OrderingLimits ordering,
        Settings settings) {
    private static final String PREFIX = "collab.";

    /**
     * Reads the configuration.
     *
     * @throws ConfigurationException code {@code bad-setting} when a value cannot be read
     */
    public static CollabConfig read(Settings settings) {
        String mode = settings.get(CollabSettings.AUTH_MODE);
        if (!mode.equals("open")) {
            throw new ConfigurationException("bad-setting", CollabSettings.AUTH_MODE.name() + " expects open");
        }
        return new CollabConfig(
                settings.get(CollabSettings.STORE),
                settings.get(CollabSettings.BUS),
                settings.get(CollabSettings.NODE),
                settings.get(CollabSettings.LANES),
                settings.get(CollabSettings.BATCH_ROWS),
                settings.get(CollabSettings.BATCH_BYTES),
                settings.get(CollabSettings.READERS),
                settings.get(CollabSettings.READ_QUEUE),
                settings.get(CollabSettings.MAX_UPDATE),
                settings.get(CollabSettings.SHUTDOWN),
                connection(settings),
                session(settings),
                ordering(settings),
                settings);
    }

    /** What a node uses when nothing is configured. */
    public static CollabConfig defaults() {
        return read(Settings.defaults());
    }

    /**
     * Refuses keys that nobody reads: a misspelt key must not be silently ignored. Names from the environment are not to be
     * given here, for other programs put theirs there.
     *
     * @param given the names that are set
     * @param known the keys of the runtime and of all providers
     * @param foreign prefixes of keys that belong to the application itself
     * @throws ConfigurationException code {@code unknown-setting}, naming them
     */
    public static void refuseUnknown(Collection<String> given, Stream<Setting<?>> known, Collection<String> foreign) {
        Set<String> names = known.map(Setting::name).collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        for (String name : given) {
            boolean ours = name.startsWith(PREFIX) && foreign.stream().noneMatch(name::startsWith);
            if (ours && !names.contains(name)) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new ConfigurationException("unknown-setting", "nobody reads " + String.join(", ", unknown));
        }
    }

    private static ConnectionLimits connection(Settings settings) {
        ConnectionLimits defaults = ConnectionLimits.defaults();
        int frame = settings.get(CollabSettings.MAX_FRAME);
        return new ConnectionLimits(
                frame,
                Math.max(defaults.inboundBytes(), frame),
                settings.get(CollabSettings.OUTBOX),
                defaults.presenceBytes(),
                settings.get(CollabSettings.DOCUMENTS_PER_CONNECTION),
                Math.max(defaults.earlyBytes(), frame),
                defaults.earlyMessages(),
                defaults.keepAlive(),
                defaults.sendTimeout(),
                defaults.joinTimeout());
    }

    private static SessionLimits session(Settings settings) {
        SessionLimits defaults = SessionLimits.defaults();
        return new SessionLimits(
                settings.get(CollabSettings.WAITING),
                defaults.batchRows(),
                defaults.batchBytes(),
                defaults.partBytes(),
                settings.get(CollabSettings.IDLE),
                defaults.stalledAfter(),
                defaults.retryHorizon(),
                defaults.presenceEntries(),
                defaults.presenceStateLength());
    }

    private static OrderingLimits ordering(Settings settings) {
        OrderingLimits defaults = OrderingLimits.defaults();
        return new OrderingLimits(
                defaults.pageBytes(),
                defaults.readyBytes(),
                settings.get(CollabSettings.POLL),
                settings.get(CollabSettings.POLL_INTERRUPTED),
                defaults.barrierTimeout(),
                defaults.retryInterval());
    }
}
