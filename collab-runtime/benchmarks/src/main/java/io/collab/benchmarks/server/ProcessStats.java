package io.collab.benchmarks.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The resource use of processes, read from {@code /proc}. All values are zero on systems without it.
 *
 * @param cpuSeconds user and system time since their start
 * @param residentBytes memory in RAM; shared pages of related processes count for each
 */
public record ProcessStats(double cpuSeconds, long residentBytes) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int RESIDENT_PAGES = 21;
    private static final long PAGE = 4096;

    /** Reads the current values; a process that has ended counts as zero. */
    public static ProcessStats of(List<Long> processes) {
        double cpu = 0;
        long memory = 0;
        for (long process : processes) {
            String[] fields = fields(process);
            if (fields.length > RESIDENT_PAGES) {
                cpu += (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
                memory += Long.parseLong(fields[RESIDENT_PAGES]) * PAGE;
            }
        }
        return new ProcessStats(cpu, memory);
    }

    /** Returns the values of this process. */
    public static ProcessStats own() {
        return of(List.of(ProcessHandle.current().pid()));
    }

    /** Returns the load average of the last minute, as the system prints it. */
    public static String loadAverage() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException notLinux) {
            return "?";
        }
    }

    /** Returns the fields after the command's name, which may contain blanks and parentheses. */
    private static String[] fields(long process) {
        try {
            String line = Files.readString(Path.of("/proc/" + process + "/stat"), StandardCharsets.ISO_8859_1);
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (NoSuchFileException gone) {
            return new String[0];
        } catch (IOException gone) {
            return new String[0];
        }
    }
}
