package io.collab.jpa;

import com.zaxxer.hikari.HikariConfig;
import io.collab.api.ConfigurationException;

/**
 * A JDBC URL and what the store insists on beside it.
 *
 * @param text as the driver gets it
 */
record JdbcUrl(String text) {
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRES = "jdbc:postgresql:";

    /**
     * Makes H2 write every commit before it answers, leave the closing to the store, and keep its file in a way that
     * the interrupt of one thread does not close for all.
     *
     * @throws ConfigurationException when it is a URL for another database
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
        throw new ConfigurationException("unknown-database", "collab.store.url starts with " + POSTGRES + " or " + H2);
    }

    void configure(HikariConfig config, int socketTimeoutMillis) {
        config.setJdbcUrl(text);
        if (text.startsWith(H2)) {
            config.setDriverClassName("org.h2.Driver");
            config.addDataSourceProperty("LOCK_TIMEOUT", "10000");
            // A database in memory lives as long as its connections.
            config.setMaxLifetime(0);
            return;
        }
        config.setDriverClassName("org.postgresql.Driver");
        // Plans for batches over many partitions look dear to the planner, and compiling them would be.
        config.setConnectionInitSql("set jit = off");
        config.addDataSourceProperty("socketTimeout", Integer.toString((socketTimeoutMillis + 999) / 1000));
        config.addDataSourceProperty("connectTimeout", "10");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("ApplicationName", "collab");
    }
}
