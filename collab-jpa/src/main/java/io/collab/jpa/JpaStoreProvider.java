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

/**
 * The provider of {@link JpaDocumentStore}: on a JDBC URL with a small pool of its own, or on a data source of the
 * container. Thread-safe.
 */
public final class JpaStoreProvider implements StoreProvider {
    /** The JDBC URL of the database. */
    public static final Setting<String> URL = Setting.text(
            "collab.store.url",
            "jdbc:h2:file:./data/collab",
            "JDBC URL of a PostgreSQL or H2 database. With H2, every commit is written before it is acknowledged.");

    /** The database user. */
    public static final Setting<String> USER = Setting.text("collab.store.user", "", "User of the database.");

    /** The password of the database user. */
    public static final Setting<String> PASSWORD =
            Setting.text("collab.store.password", "", "Password of the database user.");

    /** The JNDI name of a data source of the container. */
    public static final Setting<String> DATASOURCE = Setting.text(
            "collab.store.datasource",
            "",
            "JNDI name of a data source of the container. If set, it replaces the store's own pool and"
                    + " collab.store.url.");

    /** The size of the pool, in connections. */
    public static final Setting<Integer> POOL_SIZE =
            Setting.number("collab.store.pool-size", 8, 1, 200, "Number of connections in the store's own pool.");

    /** The maximum wait for a connection. */
    public static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
            "collab.store.connect-timeout", "PT5S", "How long a call waits for a connection to the database.");

    /** The maximum time for which a socket may be silent. */
    public static final Setting<Duration> SOCKET_TIMEOUT = Setting.duration(
            "collab.store.socket-timeout",
            "PT30S",
            "How long a call waits for a response of the database before its outcome counts as unknown. PT0S waits"
                    + " forever.");

    /** The minimum that HikariCP accepts. */
    private static final int MIN_CONNECT_TIMEOUT_MILLIS = 250;

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
            LOG.log(System.Logger.Level.WARNING, "the durability of the store is only {0}", durability.level());
        }
        return store;
    }

    /**
     * Returns the JDBC URL that the store uses for a configured one. An application with its own pool on the same
     * embedded H2 database must use this URL too, because one process can open an H2 file under one URL only.
     *
     * @param configured the value of {@code collab.store.url}
     * @throws ConfigurationException if it is a URL of an unsupported database
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
        config.setConnectionTimeout(Math.max(MIN_CONNECT_TIMEOUT_MILLIS, millis(settings.get(CONNECT_TIMEOUT))));
        JdbcUrl url = JdbcUrl.of(settings.get(URL));
        url.configure(config, socketTimeoutMillis);
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException unreachable) {
            throw new StorageException(
                    "store-failed", "the database cannot be reached" + DriverMessage.of(unreachable), unreachable);
        }
        try {
            return new JpaDocumentStore(new Database(pool, pool, 0));
        } catch (Throwable failure) {
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
            throw new ConfigurationException(
                    "no-datasource", "collab.store.datasource: the JNDI name does not exist", absent);
        }
        throw new ConfigurationException(
                "no-datasource", "collab.store.datasource: the JNDI name is not a data source");
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }
}
