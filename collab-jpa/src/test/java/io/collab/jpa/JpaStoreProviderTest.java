package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.spi.Settings;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.StoreProvider;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.spi.InitialContextFactory;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JpaStoreProviderTest {
    private static final String FACTORY = Context.INITIAL_CONTEXT_FACTORY;

    /** A naming context of a container with one data source. */
    public static final class OneNameContextFactory implements InitialContextFactory {
        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) {
            return (Context) Proxy.newProxyInstance(
                    OneNameContextFactory.class.getClassLoader(),
                    new Class<?>[] {Context.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("lookup") && "java:app/jdbc/collab".equals(arguments[0])) {
                            JdbcDataSource found = new JdbcDataSource();
                            found.setURL("jdbc:h2:mem:container;DB_CLOSE_DELAY=-1");
                            return found;
                        }
                        throw new NameNotFoundException();
                    });
        }
    }

    @AfterEach
    void resetTheNaming() {
        System.clearProperty(FACTORY);
    }

    @Test
    void theProviderIsAService() {
        assertThat(ServiceLoader.load(StoreProvider.class))
                .extracting(StoreProvider::name)
                .containsExactly("jpa");
    }

    @Test
    void aDataSourceOfTheContainerWins() {
        System.setProperty(FACTORY, OneNameContextFactory.class.getName());
        Settings settings = SettingsOf.of(Map.of(
                JpaStoreProvider.DATASOURCE, "java:app/jdbc/collab", JpaStoreProvider.URL, "jdbc:nothing:at-all"));
        try (DocumentStore store = new JpaStoreProvider().create(settings)) {
            store.open(DocumentId.of("a"), "tck", 1, new Generation(UUID.randomUUID()));
        }
        try (DocumentStore store = new JpaStoreProvider().create(settings)) {
            assertThat(store.heads(List.of(DocumentId.of("a")))).hasSize(1);
        }
    }

    @Test
    void anUnknownNameIsAConfigurationError() {
        System.setProperty(FACTORY, OneNameContextFactory.class.getName());
        Settings settings = SettingsOf.of(Map.of(JpaStoreProvider.DATASOURCE, "java:app/jdbc/other"));
        assertThatThrownBy(() -> new JpaStoreProvider().create(settings)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void theTablesOfTheApplicationAreUnchanged() throws SQLException {
        JdbcDataSource host = new JdbcDataSource();
        host.setURL(JdbcUrl.of("jdbc:h2:mem:host").text());
        try (var keepsTheDatabase = host.getConnection()) {
            assertThat(keepsTheDatabase.isValid(1)).isTrue();
            HostTables.assertUnchangedBy(host, () -> new JpaStoreProvider().create(SettingsOf.url("jdbc:h2:mem:host")));
        }
    }

    @Test
    void aCopyOfAFileIsAnotherStore(@TempDir Path folder) throws IOException {
        String original = idOf(folder.resolve("original"));

        Files.copy(folder.resolve("original.mv.db"), folder.resolve("copy.mv.db"));

        assertThat(idOf(folder.resolve("copy"))).isNotEqualTo(original);
        assertThat(idOf(folder.resolve("original"))).isEqualTo(original);
    }

    private static String idOf(Path file) {
        try (DocumentStore store = new JpaStoreProvider().create(SettingsOf.url("jdbc:h2:file:" + file))) {
            return store.id();
        }
    }

    @Test
    @Timeout(30)
    void aSilentDatabaseDoesNotBlockTheStart() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Settings settings = SettingsOf.of(Map.of(
                    JpaStoreProvider.URL,
                    "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/collab",
                    JpaStoreProvider.CONNECT_TIMEOUT,
                    "PT1S",
                    JpaStoreProvider.SOCKET_TIMEOUT,
                    Duration.ofSeconds(1).toString()));
            assertThatThrownBy(() -> new JpaStoreProvider().create(settings)).isInstanceOf(StorageException.class);
        }
    }
}
