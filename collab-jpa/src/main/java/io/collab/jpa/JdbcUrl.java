package io.collab.jpa;

import com.zaxxer.hikari.HikariConfig;
import io.collab.api.ConfigurationException;

/**
 * A JDBC URL with the options that the store requires.
 *
 * @param text the URL for the driver
 */
record JdbcUrl(String text) {
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRES = "jdbc:postgresql:";
    private static final String H2_LOCK_TIMEOUT_MILLIS = "10000";
    private static final String TCP_CONNECT_TIMEOUT_SECONDS = "10";

    /**
     * Returns the URL that the store uses. For H2 it makes every commit be written before it is acknowledged, leaves
     * the closing to the store, and selects a file system in which the interrupt of one thread does not close the file
     * for all.
     *
     * @param configured the URL in the configuration
     * @throws ConfigurationException if it is a URL of another database; the message does not contain the URL
     */
    static JdbcUrl of(String configured) {
        if (configured.startsWith(POSTGRES)) {
            return new JdbcUrl(configured);
        }
        if (configured.startsWith(H2)) {
            String rest = configured
                    .replaceAll("(?i);(WRITE_DELAY|DB_CLOSE_ON_EXIT)=[^;]*", "")
                    .replaceFirst("^jdbc:h2:(file:)?(?=[./~]|[A-Za-z]:[/\\\\]|(?<=file:))", "jdbc:h2:async:");
            return new JdbcUrl(rest + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        }
        throw new ConfigurationException(
                "unknown-database", "collab.store.url does not start with " + POSTGRES + " or " + H2);
    }

    void configure(HikariConfig config, int socketTimeoutMillis) {
        config.setJdbcUrl(text);
        if (text.startsWith(H2)) {
            config.setDriverClassName("org.h2.Driver");
            config.addDataSourceProperty("LOCK_TIMEOUT", H2_LOCK_TIMEOUT_MILLIS);
            // A database in memory exists only while it has connections.
            config.setMaxLifetime(0);
            return;
        }
        config.setDriverClassName("org.postgresql.Driver");
        // The planner overestimates the cost of plans for batches over many partitions and would compile them
        // needlessly.
        config.setConnectionInitSql("set jit = off");
        config.addDataSourceProperty("socketTimeout", Integer.toString(toSeconds(socketTimeoutMillis)));
        config.addDataSourceProperty("connectTimeout", TCP_CONNECT_TIMEOUT_SECONDS);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("ApplicationName", "collab");
    }

    /** Rounds up, because 0 means no time-out. */
    private static int toSeconds(int millis) {
        return (millis + 999) / 1000;
    }
}
