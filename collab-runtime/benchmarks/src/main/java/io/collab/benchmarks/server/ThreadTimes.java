package io.collab.benchmarks.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The CPU time of one process by thread, as Linux counts it, including threads that no Java profiler sees. */
public final class ThreadTimes {
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private ThreadTimes() {}

    /**
     * Returns ticks by thread name; threads whose names differ only in a number are summed. Linux cuts names at 15
     * characters.
     *
     * @return empty on systems without {@code /proc}
     */
    public static Map<String, Long> of(long process) {
        Map<String, Long> ticks = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process + "/task"))) {
            tasks.forEach(task -> add(task.resolve("stat"), ticks));
        } catch (IOException notLinux) {
            return ticks;
        }
        return ticks;
    }

    private static void add(Path stat, Map<String, Long> ticks) {
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            String name =
                    line.substring(line.indexOf('(') + 1, line.lastIndexOf(')')).replaceAll("[0-9]+", "#");
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            ticks.merge(name, Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]), Long::sum);
        } catch (IOException gone) {
            // the thread has ended meanwhile
        }
    }
}
