package io.collab.samples.editor;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.flywaydb.core.Flyway;

/**
 * The editor's own tables in the runtime's database: a small pool, the schema brought up to date, and an entity manager per
 * piece of work. It needs no data source of the container's. Any thread may call it; calls block on the database.
 */
@Singleton
public class EditorDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 4;

    private final HikariDataSource pool;
    private final EntityManagerFactory entityManagers;

    @Inject
    EditorDatabase() {
        this(StoreSettings.read());
    }

    EditorDatabase(StoreSettings settings) {
        pool = new HikariDataSource(poolOf(settings));
        try {
            migrate(pool);
            entityManagers = Persistence.createEntityManagerFactory(
                    "editor", Map.of("jakarta.persistence.nonJtaDataSource", pool));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariConfig poolOf(StoreSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("collab-editor");
        config.setJdbcUrl(settings.url());
        config.setDriverClassName(driverOf(settings.url()).getClass().getName());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        return config;
    }

    /** Asks this application's own drivers: a server may have taken them off the JDK's list before the application starts. */
    private static Driver driverOf(String url) {
        return ServiceLoader.load(Driver.class, EditorDatabase.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(driver -> accepts(driver, url))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No JDBC driver here knows the address " + url));
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The runtime's tables may be there first, so a schema that is not empty is no reason to refuse. */
    private static void migrate(HikariDataSource pool) {
        Flyway.configure(EditorDatabase.class.getClassLoader())
                .dataSource(pool)
                .locations("classpath:db/editor")
                .table("editor_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /** Opens the database with the application, so that a wrong address fails the deployment and not the first request. */
    void openWithTheApplication(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Runs work in a transaction of its own: committed when it returns, rolled back when it throws. */
    <R> R inTransaction(Function<EntityManager, R> work) {
        try (EntityManager entityManager = entityManagers.createEntityManager()) {
            EntityTransaction transaction = entityManager.getTransaction();
            transaction.begin();
            try {
                R result = work.apply(entityManager);
                transaction.commit();
                return result;
            } finally {
                if (transaction.isActive()) {
                    transaction.rollback();
                }
            }
        }
    }

    /** Gives back connections and with the last one the lock on H2's file. */
    @Override
    @PreDestroy
    public void close() {
        entityManagers.close();
        pool.close();
    }
}
