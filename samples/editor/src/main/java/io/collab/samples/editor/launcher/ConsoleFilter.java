package io.collab.samples.editor.launcher;

import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Keeps the server's own chatter off the console, which it logs at INFO through loggers whose levels it sets itself. Named in
 * the jar's logging.properties; the JDK makes it.
 */
public final class ConsoleFilter implements Filter {
    @Override
    public boolean isLoggable(LogRecord entry) {
        String logger = entry.getLoggerName();
        return entry.getLevel().intValue() >= Level.WARNING.intValue()
                || (logger != null && logger.startsWith("io.collab."));
    }
}
