package io.collab.jpa;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** One PostgreSQL server for all tests of this module, with durable commits; it ends with the JVM. */
final class RunningPostgres {
    private static final EmbeddedPostgres SERVER = start();

    private RunningPostgres() {}

    static String url() {
        return SERVER.getJdbcUrl("postgres", "postgres");
    }

    static String url(String name) {
        return SERVER.getJdbcUrl("postgres", name);
    }

    static DataSource database() {
        return SERVER.getPostgresDatabase();
    }

    static DataSource database(String name) {
        return SERVER.getDatabase("postgres", name);
    }

    static void createDatabase(String name) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
    }

    /** Returns a server whose commits are as durable as in production; the default of the library disables that. */
    static EmbeddedPostgres.Builder durable() {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200");
    }

    private static EmbeddedPostgres start() {
        try {
            return durable().start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
