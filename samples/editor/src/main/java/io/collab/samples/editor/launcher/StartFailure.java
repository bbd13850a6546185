package io.collab.samples.editor.launcher;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a start that fails, as one sentence for the console. The server logs the exceptions of the application
 * with long stack traces; this class recognizes those that a user can act on. Exceptions of the application and of its
 * drivers are recognized by name and code, because their classes are not visible here. Thread-safe.
 */
final class StartFailure {
    private static final int H2_ALREADY_OPEN = 90_020;
    private static final int H2_FILE_CORRUPTED = 90_030;
    private static final int H2_FILE_VERSION = 90_048;

    private static final String DAMAGED =
            "The database file is damaged: restore it from a backup, or move it away to start without documents.";

    private static boolean watching;
    private static @Nullable String sentence;

    private StartFailure() {}

    /** Begins to watch: the server starts. */
    static synchronized void watch() {
        watching = true;
        sentence = null;
    }

    /** Ends the watch: the editor is ready. */
    static synchronized void started() {
        watching = false;
    }

    /**
     * Returns whether a log record belongs to a failure that {@link #sentence} describes: it has a known cause, or it
     * follows one.
     *
     * @param thrown the exception of the record, null if it has none
     */
    static synchronized boolean covers(@Nullable Throwable thrown) {
        if (watching && sentence == null && thrown != null) {
            sentence = describe(thrown);
        }
        return watching && sentence != null;
    }

    /** Returns the description of the cause, or the argument if no known cause was logged. */
    static synchronized String sentence(String otherwise) {
        return sentence == null ? otherwise : sentence;
    }

    private static @Nullable String describe(Throwable thrown) {
        String message = null;
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            String known = cause instanceof SQLException sql ? describe(sql) : null;
            if (known == null && cause.getClass().getName().equals("org.h2.mvstore.MVStoreException")) {
                known = DAMAGED;
            }
            if (known != null) {
                return known;
            }
            if (message == null && cause.getClass().getName().startsWith("io.collab.api.")) {
                message = "The editor cannot start: " + cause.getMessage() + ".";
            }
        }
        return message;
    }

    private static @Nullable String describe(SQLException failure) {
        switch (failure.getErrorCode()) {
            case H2_ALREADY_OPEN:
                return "Another process uses the database file: stop it, or choose another file with"
                        + " -Dcollab.store.url=jdbc:h2:file:PATH.";
            case H2_FILE_CORRUPTED, H2_FILE_VERSION:
                return DAMAGED;
            default:
                break;
        }
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.startsWith("28")) {
            return "The database refuses the user or the password: check collab.store.user and collab.store.password.";
        }
        if (state.startsWith("3D")) {
            return "The database does not exist: check collab.store.url.";
        }
        return state.startsWith("08") ? "The database cannot be reached: check collab.store.url." : null;
    }
}
