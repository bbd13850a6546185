package io.collab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.tck.fault.FaultyStore;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CollabNodeReadyTest {
    private final FaultyStore store = new FaultyStore(new MemoryDocumentStore(), 1);

    @Test
    void aNodeIsReadyUntilItCloses() {
        CollabNode node = new CollabRuntimeBuilder().store(store).build();

        assertThat(node.ready()).isTrue();
        node.close();

        assertThat(node.ready()).isFalse();
    }

    @Test
    void aStoreThatFailsMakesTheNodeNotReady() {
        try (CollabNode node = new CollabRuntimeBuilder().store(store).build()) {
            store.goDown();
            assertThat(node.ready()).isFalse();
            store.comeUp();
            assertThat(node.ready()).isTrue();
        }
    }

    /** A check that waits for the store would hang, and the container with it. */
    @Test
    @Timeout(60)
    void aStoreThatHangsMakesTheNodeNotReadyAndOccupiesOneThread() {
        try (CollabNode node = new CollabRuntimeBuilder().store(store).build()) {
            store.pause();
            assertThat(node.ready()).isFalse();
            assertThat(node.ready()).isFalse();
            assertThat(store.waiting()).isEqualTo(1);
            store.resume();
            await().until(node::ready);
        }
    }

    @Test
    void deadCommitLanesMakeTheNodeNotReady() {
        ThreadFactory threads = task -> new Thread(() -> {
            if (!Thread.currentThread().getName().startsWith("collab-commit")) {
                task.run();
            }
        });
        try (CollabNode node =
                new CollabRuntimeBuilder().store(store).threads(threads).build()) {
            await().until(() -> !node.ready());
        }
    }
}
