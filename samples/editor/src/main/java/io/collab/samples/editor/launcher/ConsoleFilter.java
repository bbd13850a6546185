package io.collab.samples.editor.launcher;

import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Drops the server's INFO messages from the console; the server sets the levels of its loggers itself. Drops also the
 * messages about a failed start that the launcher describes in one sentence. Named in the jar's logging.properties; the
 * JDK creates it.
 */
public final class ConsoleFilter implements Filter {
    @Override
    public boolean isLoggable(LogRecord entry) {
        if (StartFailure.covers(entry.getThrown())) {
            return false;
        }
        String logger = entry.getLoggerName();
        return entry.getLevel().intValue() >= Level.WARNING.intValue()
                || (logger != null && logger.startsWith("io.collab."));
    }
}
