package io.collab.samples.editor;

import io.collab.api.ConfigurationException;
import io.collab.jpa.JpaStoreProvider;
import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The connection settings of the editor's database, from the same keys as the runtime's store, so that one setting
 * moves both. On PostgreSQL it is the same database; on H2 a database of its own beside the runtime's: with
 * {@code ./data/collab} it is {@code ./data/collab-editor}.
 *
 * @param url the JDBC URL in use, see {@link JpaStoreProvider#urlInUse}
 * @param user the database user
 * @param password the user's password
 */
public record StoreSettings(String url, String user, String password) {
    private static final String DEFAULT_URL = "jdbc:h2:file:./data/collab";

    /** Applies the URL parameters of the runtime's store: a process can open an H2 file under one URL only. */
    public StoreSettings {
        url = JpaStoreProvider.urlInUse(url);
    }

    /**
     * Returns the URL of an H2 database beside the runtime's; any other URL as it is. When a process is killed, H2 may
     * keep half of a transaction that was open while another one committed. The store runs its own transactions one at
     * a time to prevent that, but transactions of the editor in the same database would be outside its lock.
     */
    static String ofItsOwn(String url) {
        int end = url.indexOf(';');
        String name = end < 0 ? url : url.substring(0, end);
        return url.startsWith("jdbc:h2:") ? name + "-editor" + url.substring(name.length()) : url;
    }

    /**
     * Reads MicroProfile Config; on a server without it, system properties and then the environment.
     *
     * @throws ConfigurationException if {@code collab.store.datasource} is set: the editor has a pool of its own, and
     *     would silently keep its list in another database than the documents
     */
    static StoreSettings read() {
        if (!value("collab.store.datasource", "").isBlank()) {
            throw new ConfigurationException(
                    "unsupported-setting",
                    "the sample editor does not support collab.store.datasource: set collab.store.url,"
                            + " collab.store.user and collab.store.password");
        }
        return new StoreSettings(
                ofItsOwn(value("collab.store.url", DEFAULT_URL)),
                value("collab.store.user", ""),
                value("collab.store.password", ""));
    }

    private static String value(String key, String otherwise) {
        String value;
        try {
            value = MicroProfile.value(key);
        } catch (NoClassDefFoundError | IllegalStateException withoutMicroProfile) {
            value = plainValue(key);
        }
        return value == null ? otherwise : value;
    }

    private static @Nullable String plainValue(String key) {
        String property = System.getProperty(key);
        return property != null
                ? property
                : System.getenv(key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /** A class of its own, because it fails to link without MicroProfile. */
    private static final class MicroProfile {
        static @Nullable String value(String key) {
            return ConfigProvider.getConfig()
                    .getOptionalValue(key, String.class)
                    .orElse(null);
        }
    }

    @Override
    public String toString() {
        return "StoreSettings[url=" + url + ", user=" + user + "]";
    }
}
