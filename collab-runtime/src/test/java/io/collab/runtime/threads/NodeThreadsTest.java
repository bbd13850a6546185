package io.collab.runtime.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeThreadsTest {
    private final NodeThreads threads = new NodeThreads(Executors.defaultThreadFactory(), 1, 1);

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdown(System.nanoTime());
    }

    @Test
    void aThreadHasTheClassLoaderOfTheNodeWhoeverNeedsIt() throws Exception {
        ClassLoader ofTheNode = Thread.currentThread().getContextClassLoader();
        CompletableFuture<Thread> made = new CompletableFuture<>();
        try (URLClassLoader other = new URLClassLoader(new URL[0])) {
            Thread caller =
                    new Thread(() -> threads.application().execute(() -> made.complete(Thread.currentThread())));
            caller.setContextClassLoader(other);
            caller.start();
            caller.join();
        }

        assertThat(made.get().getContextClassLoader()).isSameAs(ofTheNode);
        assertThat(made.get().getName()).isEqualTo("collab-application-1");
        assertThat(made.get().isDaemon()).isTrue();
    }
}
