package io.collab.samples.editor.launcher;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process at its first {@link OutOfMemoryError}, as {@code -XX:+ExitOnOutOfMemoryError} does, which cannot be
 * set in a jar or in a running process. The request for a heap dump can: the JVM writes it when it throws the first
 * such error, whichever thread that is and whoever catches it. A server that continues serves some clients and not
 * others.
 */
final class HeapExhaustion {
    /** The exit code; that of {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int EXIT_CODE = 3;

    static final String MESSAGE = "The editor has no memory left and stops; start it with a larger -Xmx.";

    private static final String DUMP = "HeapDumpOnOutOfMemoryError";
    private static final long POLL_NANOS = 50_000_000;

    /** Allocated while there is memory. */
    private static final byte[] LINE = (MESSAGE + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);

    private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);

    private HeapExhaustion() {}

    /**
     * Starts to watch. Does nothing on a JVM other than HotSpot, or if the user has asked for heap dumps.
     *
     * @param folder where the dump is until the process ends; it needs as much space as the heap is large, but a dump
     *     that does not fit ends the process, too
     */
    static void endsTheProcess(Path folder) {
        @Nullable HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (jvm == null || Boolean.parseBoolean(jvm.getVMOption(DUMP).getValue())) {
            return;
        }
        File dump = folder.resolve("heap-dump").toFile();
        jvm.setVMOption("HeapDumpPath", dump.getPath());
        jvm.setVMOption(DUMP, "true");
        Thread watcher = new Thread(() -> await(dump), "heap-exhaustion");
        watcher.setDaemon(true);
        watcher.setPriority(Thread.MAX_PRIORITY);
        watcher.start();
    }

    private static void await(File dump) {
        try {
            while (!dump.exists()) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            ERR.write(LINE);
            Files.delete(dump.toPath());
        } catch (IOException e) {
            // The process ends all the same.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE); // without shutdown hooks: they need memory
        }
    }
}
