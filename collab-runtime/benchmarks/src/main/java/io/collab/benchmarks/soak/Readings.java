package io.collab.benchmarks.soak;

import io.collab.benchmarks.UsageException;
import io.collab.benchmarks.server.ManagedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM holds, after a full collection.
 *
 * @param heapBytes used heap
 * @param threads threads of the process, without those of the container's HTTP pool: it has a bound, and keeps idle ones
 *     for a quarter of an hour
 * @param sockets open sockets, the listening ones included
 */
record Readings(long heapBytes, int threads, int sockets) {
    private static final Path JCMD = Path.of(ManagedProcess.java()).resolveSibling("jcmd");
    private static final long JCMD_SECONDS = 60;
    private static final Pattern USED = Pattern.compile("\\bused (\\d+)([KMG])");
    /** Linux keeps 15 characters of {@code http-thread-pool::http-listener}. */
    private static final String HTTP_POOL = "http-thread-poo";

    /** @throws UsageException if the system or the Java installation lacks what {@link #of} needs */
    static void require() {
        if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
            throw new UsageException("The soak needs Linux: it reads threads and sockets of the server from /proc.");
        }
        if (!Files.isExecutable(JCMD)) {
            throw new UsageException(
                    "The soak needs a JDK, not only a JRE: it reads the heap with jcmd, and there is no " + JCMD + ".");
        }
    }

    /**
     * Runs a full collection in a process and reads it.
     *
     * @throws IOException if it has ended or does not answer
     */
    static Readings of(long process) throws IOException, InterruptedException {
        jcmd(process, "GC.run");
        long heap = usedHeap(jcmd(process, "GC.heap_info"));
        return new Readings(heap, threads(process), sockets(process));
    }

    /** Returns the sum of used bytes of all parts of the heap in the output of {@code GC.heap_info}; not of Metaspace. */
    static long usedHeap(String heapInfo) throws IOException {
        long bytes = 0;
        boolean found = false;
        for (String line : heapInfo.lines().toList()) {
            Matcher used = USED.matcher(line);
            if (line.contains("Metaspace") || line.contains("class space") || !used.find()) {
                continue;
            }
            found = true;
            bytes += Long.parseLong(used.group(1))
                    << switch (used.group(2)) {
                        case "K" -> 10;
                        case "M" -> 20;
                        default -> 30;
                    };
        }
        if (!found) {
            throw new IOException("the answer of jcmd has no used heap: " + heapInfo);
        }
        return bytes;
    }

    private static int threads(long process) throws IOException {
        int count = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process + "/task"))) {
            for (Path task : tasks.toList()) {
                count += isOfHttpPool(task) ? 0 : 1;
            }
        }
        return count;
    }

    private static boolean isOfHttpPool(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith(HTTP_POOL);
        } catch (IOException alreadyEnded) {
            return true;
        }
    }

    private static int sockets(long process) throws IOException {
        int count = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                count += isSocket(descriptor) ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException alreadyClosed) {
            return false;
        }
    }

    private static String jcmd(long process, String command) throws IOException, InterruptedException {
        Process running = new ProcessBuilder(JCMD.toString(), Long.toString(process), command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        if (!running.waitFor(JCMD_SECONDS, TimeUnit.SECONDS)) {
            running.destroyForcibly();
            throw new IOException("jcmd has no answer of the server after " + JCMD_SECONDS + " s");
        }
        String answer = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (running.exitValue() != 0) {
            throw new IOException("jcmd failed: " + answer.strip());
        }
        return answer;
    }
}
