package io.collab.benchmarks.load;

import io.collab.benchmarks.server.ManagedProcess;
import io.collab.benchmarks.server.ThreadTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** A Flight Recorder recording of another JVM, and its summary of CPU time. */
final class Profile {
    private static final int LINES = 15;
    private static final String NAME = "collab-benchmark";

    private final long process;
    private final Path file;
    private Map<String, Long> before = Map.of();
    private Map<String, Long> after = Map.of();

    /** Creates a recording of a process into a file. */
    Profile(long process, Path file) {
        this.process = process;
        this.file = file;
    }

    /** Starts the recording, which needs a second or two. */
    void begin() throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        command("JFR.start", "name=" + NAME, "settings=profile", "filename=" + file);
    }

    /** Marks the start of the measured part. */
    void mark() {
        before = ThreadTimes.of(process);
    }

    void end() throws IOException, InterruptedException {
        after = ThreadTimes.of(process);
        command("JFR.stop", "name=" + NAME);
    }

    /** Returns the summary of the recording. */
    String summary() throws IOException {
        Map<String, Integer> leaves = new HashMap<>();
        Map<String, Integer> ours = new HashMap<>();
        Map<String, Integer> packages = new HashMap<>();
        Map<String, Integer> threads = new HashMap<>();
        int samples = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (!event.getEventType().getName().equals("jdk.ExecutionSample") || stack == null) {
                    continue;
                }
                samples++;
                leaves.merge(method(stack.getFrames().get(0)), 1, Integer::sum);
                String entrance = entrance(stack.getFrames());
                ours.merge(entrance, 1, Integer::sum);
                packages.merge(entrance.replaceAll("\\.[A-Z].*", ""), 1, Integer::sum);
                threads.merge(thread(event.getThread("sampledThread")), 1, Integer::sum);
            }
        }
        return String.format(Locale.ROOT, "%nProfile, %d samples of running Java code in %s%n", samples, file)
                + top(
                        "CPU time by thread, as the system counts it",
                        cpu(),
                        cpu().values().stream().mapToInt(i -> i).sum())
                + top("samples by thread", threads, samples)
                + top("by the innermost package of ours on the stack", packages, samples)
                + top("by the innermost method of ours on the stack", ours, samples)
                + top("by method", leaves, samples);
    }

    /** Returns the innermost frame of the product on a stack; its callees are counted for it. */
    private static String entrance(List<RecordedFrame> stack) {
        for (RecordedFrame frame : stack) {
            if (frame.getMethod().getType().getName().startsWith("io.collab.")) {
                return method(frame);
            }
        }
        for (int i = stack.size() - 1; i >= 0; i--) {
            String type = stack.get(i).getMethod().getType().getName();
            if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
                return "none of ours: " + type.replaceAll("^((?:[^.]+\\.){1,3}).*", "$1*");
            }
        }
        return "none of ours";
    }

    private Map<String, Integer> cpu() {
        Map<String, Integer> used = new HashMap<>();
        after.forEach((thread, ticks) -> used.put(thread, (int) Math.max(0, ticks - before.getOrDefault(thread, 0L))));
        return used;
    }

    private static String method(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    /** Returns a thread's name without the number that distinguishes it from others of its kind. */
    private static String thread(@Nullable RecordedThread thread) {
        String name = thread == null ? null : thread.getJavaName();
        return name == null ? "native" : name.replaceAll("[0-9]+", "#");
    }

    private static String top(String title, Map<String, Integer> counts, int samples) {
        StringBuilder text = new StringBuilder("  ").append(title).append(":\n");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(LINES)
                .forEach(entry -> text.append(String.format(
                        Locale.ROOT, "    %5.1f %%  %s%n", 100.0 * entry.getValue() / samples, entry.getKey())));
        return text.toString();
    }

    private void command(String... words) throws IOException, InterruptedException {
        String jcmd = Path.of(ManagedProcess.java()).resolveSibling("jcmd").toString();
        Process run = new ProcessBuilder(jcmd, Long.toString(process), String.join(" ", words))
                .redirectErrorStream(true)
                .start();
        String answer = new String(run.getInputStream().readAllBytes());
        if (!run.waitFor(30, TimeUnit.SECONDS) || run.exitValue() != 0) {
            throw new IOException("jcmd " + words[0] + " failed: " + answer);
        }
    }
}
