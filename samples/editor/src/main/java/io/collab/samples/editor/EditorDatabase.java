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
 * The database of the editor's own table, as {@link StoreSettings} names it: a small connection pool, the schema
 * migrations, and an entity manager per transaction. It needs no container data source. Thread-safe; calls block on the
 * database.
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

    /** Searches this application's own drivers: a server may have removed them from the JDK's list before it starts. */
    private static Driver driverOf(String url) {
        return ServiceLoader.load(Driver.class, EditorDatabase.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(driver -> accepts(driver, url))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no JDBC driver on the class path accepts " + url));
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Migrates a schema that is not empty, too: on PostgreSQL the runtime's tables may exist before the editor's. */
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

    /**
     * Creates this bean when the application starts, so that a wrong URL fails the deployment and not the first
     * request.
     */
    void openWithTheApplication(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Runs work in a transaction of its own; commits if it returns, rolls back if it throws. */
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

    /** Closes all connections, and with the last one releases the lock on H2's file. */
    @Override
    @PreDestroy
    public void close() {
        entityManagers.close();
        pool.close();
    }
}
