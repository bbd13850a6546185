package io.collab.samples.editor;

import io.collab.jpa.JpaStoreProvider;
import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is: the same keys as the collaboration runtime's store, so that one setting moves both. On PostgreSQL it is
 * the same database; on H2 one of its own beside it.
 *
 * @param url the JDBC address
 * @param user the database user
 * @param password their password
 */
public record StoreSettings(String url, String user, String password) {
    private static final String DEFAULT_URL = "jdbc:h2:file:./data/collab";

    /** Takes the URL that the runtime's store really uses: one process reaches one H2 file under one URL only. */
    public StoreSettings {
        url = JpaStoreProvider.urlInUse(url);
    }

    /**
     * An H2 database beside the runtime's, not the same: when its process is killed H2 may keep half of a transaction that was
     * under way while another one was committed, and the store has its transactions wait for one another only among themselves.
     */
    static String ofItsOwn(String url) {
        int end = url.indexOf(';');
        String name = end < 0 ? url : url.substring(0, end);
        return url.startsWith("jdbc:h2:") ? name + "-editor" + url.substring(name.length()) : url;
    }

    /** Reads MicroProfile Config; on a server without it, system properties and then the environment. */
    static StoreSettings read() {
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

    /** A class of its own, because it fails to link where MicroProfile is missing. */
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
