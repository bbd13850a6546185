package io.collab.jpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.collab.api.ConfigurationException;
import io.collab.api.StorageException;
import io.collab.spi.Setting;
import io.collab.spi.Settings;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.StoreProvider;
import java.time.Duration;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Makes a {@link JpaDocumentStore} of a JDBC URL, with a small pool of its own, or of a container's data source. */
public final class JpaStoreProvider implements StoreProvider {
    /** The JDBC URL. */
    public static final Setting<String> URL = Setting.text(
            "collab.store.url",
            "jdbc:h2:file:./data/collab",
            "JDBC URL of a PostgreSQL or H2 database; H2 is made to write every commit before it answers");

    /** The database user. */
    public static final Setting<String> USER = Setting.text("collab.store.user", "", "User of the database");

    /** The database user's password. */
    public static final Setting<String> PASSWORD =
            Setting.text("collab.store.password", "", "Password of the database's user");

    /** A data source of the container. */
    public static final Setting<String> DATASOURCE = Setting.text(
            "collab.store.datasource",
            "",
            "JNDI name of a data source to use instead of a pool of its own; wins over collab.store.url");

    /** The size of the pool. */
    public static final Setting<Integer> POOL_SIZE =
            Setting.number("collab.store.pool-size", 8, 1, 200, "Connections in the store's own pool");

    /** How long to wait for a connection. */
    public static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
            "collab.store.connect-timeout", "PT5S", "How long a call waits for a connection to the database");

    /** How long a connection may be silent. */
    public static final Setting<Duration> SOCKET_TIMEOUT = Setting.duration(
            "collab.store.socket-timeout",
            "PT30S",
            "How long a call waits for the database to answer before its outcome counts as unknown; PT0S waits for ever");

    private static final System.Logger LOG = System.getLogger(JpaStoreProvider.class.getName());

    @Override
    public String name() {
        return "jpa";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(URL, USER, PASSWORD, DATASOURCE, POOL_SIZE, CONNECT_TIMEOUT, SOCKET_TIMEOUT);
    }

    @Override
    public DocumentStore create(Settings settings) {
        String jndiName = settings.get(DATASOURCE);
        int socketTimeoutMillis = millis(settings.get(SOCKET_TIMEOUT));
        JpaDocumentStore store = jndiName.isEmpty()
                ? withOwnPool(settings, socketTimeoutMillis)
                : new JpaDocumentStore(new Database(lookUp(jndiName), () -> {}, socketTimeoutMillis));
        Durability durability = store.durability();
        if (durability.level() != Durability.Level.DISK) {
            LOG.log(System.Logger.Level.WARNING, "the store promises no more than {0}", durability.level());
        }
        return store;
    }

    /**
     * The JDBC URL that the store really uses. An application whose own pool opens the same embedded H2 database uses
     * it too: one process reaches one H2 file under one URL only.
     *
     * @param configured as in {@code collab.store.url}
     * @throws ConfigurationException when it is a URL for a database that this store does not know
     */
    public static String urlInUse(String configured) {
        return JdbcUrl.of(configured).text();
    }

    private static JpaDocumentStore withOwnPool(Settings settings, int socketTimeoutMillis) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("collab-store");
        config.setUsername(settings.get(USER));
        config.setPassword(settings.get(PASSWORD));
        config.setMaximumPoolSize(settings.get(POOL_SIZE));
        config.setConnectionTimeout(Math.max(250, millis(settings.get(CONNECT_TIMEOUT))));
        JdbcUrl.of(settings.get(URL)).configure(config, socketTimeoutMillis);
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException unreachable) {
            throw new StorageException("store-failed", "the database cannot be reached", unreachable);
        }
        try {
            return new JpaDocumentStore(new Database(pool, pool, 0));
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    private static DataSource lookUp(String jndiName) {
        try {
            if (new InitialContext().lookup(jndiName) instanceof DataSource found) {
                return found;
            }
        } catch (NamingException absent) {
            throw new ConfigurationException("no-datasource", "collab.store.datasource names nothing", absent);
        }
        throw new ConfigurationException("no-datasource", "collab.store.datasource does not name a data source");
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }
}
