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
import java.sql.SQLException;
import java.time.Duration;
import java.util.Hashtable;
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

class JpaStoreProviderTest {
    private static final String FACTORY = Context.INITIAL_CONTEXT_FACTORY;

    /** A container's naming with one data source in it. */
    public static final class OneName implements InitialContextFactory {
        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) {
            return (Context) Proxy.newProxyInstance(
                    OneName.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
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
    void forgetTheNaming() {
        System.clearProperty(FACTORY);
    }

    @Test
    void itIsFoundByName() {
        assertThat(ServiceLoader.load(StoreProvider.class))
                .extracting(StoreProvider::name)
                .containsExactly("jpa");
    }

    @Test
    void aDataSourceOfTheContainerWins() {
        System.setProperty(FACTORY, OneName.class.getName());
        Settings settings = SettingsOf.of(Map.of(
                JpaStoreProvider.DATASOURCE, "java:app/jdbc/collab", JpaStoreProvider.URL, "jdbc:nothing:at-all"));
        try (DocumentStore store = new JpaStoreProvider().create(settings)) {
            store.open(DocumentId.of("a"), "tck", 1, new Generation(UUID.randomUUID()));
        }
        try (DocumentStore store = new JpaStoreProvider().create(settings)) {
            assertThat(store.heads(java.util.List.of(DocumentId.of("a")))).hasSize(1);
        }
    }

    @Test
    void aNameThatIsNotThereIsAConfigurationError() {
        System.setProperty(FACTORY, OneName.class.getName());
        Settings settings = SettingsOf.of(Map.of(JpaStoreProvider.DATASOURCE, "java:app/jdbc/other"));
        assertThatThrownBy(() -> new JpaStoreProvider().create(settings)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void itLeavesTheTablesOfItsHostAlone() throws SQLException {
        JdbcDataSource host = new JdbcDataSource();
        host.setURL(JdbcUrl.of("jdbc:h2:mem:host").text());
        try (var keepsItOpen = host.getConnection()) {
            assertThat(keepsItOpen.isValid(1)).isTrue();
            HostTables.areLeftAlone(host, () -> new JpaStoreProvider().create(SettingsOf.url("jdbc:h2:mem:host")));
        }
    }

    @Test
    @Timeout(30)
    void aDatabaseThatNeverAnswersDoesNotHangTheStart() throws IOException {
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
