package io.collab.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of jcmd, of this process, and the log. */
class ReadingsTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheHeapOfG1() throws IOException {
        String answer = """
                4711:
                 garbage-first heap   total 524288K, used 74405K [0x00000000e0000000, 0x0000000100000000)
                  region size 1024K, 1 young (1024K), 0 survivors (0K)
                 Metaspace       used 98291K, committed 99264K, reserved 1146880K
                  class space    used 12121K, committed 12544K, reserved 1048576K
                """;
        assertThat(Readings.usedHeap(answer)).isEqualTo(74_405L << 10);
    }

    @Test
    void addsTheGenerationsOfOtherCollectors() throws IOException {
        String answer = """
                 def new generation   total 78656K, used 2822K [0x, 0x, 0x)
                  eden space 69952K,   4% used [0x, 0x, 0x)
                 tenured generation   total 174784K, used 1000K [0x, 0x, 0x)
                   the space 174784K,   0% used [0x, 0x, 0x, 0x)
                 Metaspace       used 98291K, committed 99264K, reserved 1146880K
                """;
        assertThat(Readings.usedHeap(answer)).isEqualTo(3_822L << 10);
        assertThat(Readings.usedHeap(" ZHeap           used 12M, capacity 256M, max capacity 512M"))
                .isEqualTo(12L << 20);
    }

    @Test
    void anAnswerWithoutAHeapIsAFailure() {
        assertThatThrownBy(() -> Readings.usedHeap("Metaspace used 98291K")).isInstanceOf(IOException.class);
    }

    @Test
    void readsAProcessWithoutTheThreadsOfTheHttpPool() throws Exception {
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        Readings.require();
        int before = Readings.of(ProcessHandle.current().pid()).threads();
        CountDownLatch end = new CountDownLatch(1);
        try {
            start(40, "http-thread-pool::http-listener(1)", end);
            assertThat(Readings.of(ProcessHandle.current().pid()).threads()).isBetween(before - 20, before + 20);
            start(40, "another", end);
            Readings own = Readings.of(ProcessHandle.current().pid());
            assertThat(own.threads()).isGreaterThan(before + 20);
            assertThat(own.heapBytes()).isPositive();
        } finally {
            end.countDown();
        }
    }

    @Test
    void theLogCountsFromItsMark() throws IOException {
        Path file = folder.resolve("log");
        LogFile log = new LogFile(file);
        assertThat(log.bytes()).isZero();
        assertThat(log.contains("x")).isFalse();
        Files.writeString(file, "java.lang.OutOfMemoryError: Java heap space\n");
        assertThat(log.bytes()).isEqualTo(44);
        assertThat(log.contains("OutOfMemoryError")).isTrue();
        log.mark();
        Files.writeString(file, "ready\n", StandardOpenOption.APPEND);
        assertThat(log.bytes()).isEqualTo(6);
        assertThat(log.contains("OutOfMemoryError")).isFalse();
    }

    private static void start(int count, String name, CountDownLatch end) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            end.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    name);
            thread.setDaemon(true);
            thread.start();
        }
    }
}
