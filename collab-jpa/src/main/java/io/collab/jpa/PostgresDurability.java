package io.collab.jpa;

import io.collab.spi.storage.Durability;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Determines the durability of a commit from the settings of PostgreSQL. Any thread. */
final class PostgresDurability {
    private static final Pattern COUNTED = Pattern.compile("(?i)\\s*(?:any|first)?\\s*(\\d+)\\s*\\(.*");

    private PostgresDurability() {}

    static Durability of(String fsync, String fullPageWrites, String synchronousCommit, String standbyNames) {
        return new Durability(
                level(fsync, fullPageWrites, synchronousCommit), replicas(synchronousCommit, standbyNames));
    }

    private static Durability.Level level(String fsync, String fullPageWrites, String synchronousCommit) {
        if (synchronousCommit.equals("off")) {
            // A commit is acknowledged while it is only in the memory of the server, so killing the server loses it.
            return Durability.Level.MEMORY;
        }
        boolean flushed = fsync.equals("on") && fullPageWrites.equals("on");
        return flushed ? Durability.Level.DISK : Durability.Level.PROCESS_CRASH;
    }

    private static int replicas(String synchronousCommit, String standbyNames) {
        boolean waits = synchronousCommit.equals("on") || synchronousCommit.startsWith("remote_");
        if (!waits || standbyNames.isBlank()) {
            return 0;
        }
        Matcher counted = COUNTED.matcher(standbyNames);
        return counted.matches() ? Integer.parseInt(counted.group(1)) : 1;
    }
}
