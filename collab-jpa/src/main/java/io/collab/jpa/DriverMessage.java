package io.collab.jpa;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reason of a failure in the words of the driver or of the operating system, for logs. Only messages about the
 * database itself are used: those about rows and statements may contain document content. Any thread.
 */
final class DriverMessage {
    private static final int MAX_LENGTH = 200;
    private static final Pattern REST = Pattern.compile("(?s)(; SQL statement:|\\R).*");

    /**
     * Classes of SQL states, and states of H2, whose messages are about the database: connection, transaction state,
     * authorization, catalog, resources, lock or object state, operator, system, corrupted data; for H2 locked, damaged,
     * closed and unreadable files and lock time-outs.
     */
    private static final List<String> ABOUT_THE_DATABASE = List.of(
            "08", "25", "28", "3D", "53", "55", "57", "58", "XX001", "XX002", "90020", "90028", "90030", "90031",
            "90048", "90067", "90097", "90098", "90100", "90121", "HYT00");

    private DriverMessage() {}

    /** Returns the first line of the innermost message that is about the database, prefixed by a colon; else nothing. */
    static String of(Throwable failure) {
        String found = "";
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && isAboutTheDatabase(cause)) {
                found = ": " + firstLine(message);
            }
        }
        return found;
    }

    /** Returns the innermost SQL state of a failure, null if there is none. */
    static @Nullable String stateOf(Throwable failure) {
        String state = null;
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
    }

    private static boolean isAboutTheDatabase(Throwable cause) {
        if (cause instanceof SQLException sql) {
            String state = sql.getSQLState();
            return state != null && ABOUT_THE_DATABASE.stream().anyMatch(state::startsWith);
        }
        return cause instanceof IOException || isOfTheH2File(cause);
    }

    /** Returns whether an exception is one of H2's file layer. By its name, because H2 need not be on the class path. */
    static boolean isOfTheH2File(@Nullable Throwable cause) {
        return cause != null && cause.getClass().getName().equals("org.h2.mvstore.MVStoreException");
    }

    private static String firstLine(String message) {
        String line = REST.matcher(message).replaceFirst("");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH);
    }
}
