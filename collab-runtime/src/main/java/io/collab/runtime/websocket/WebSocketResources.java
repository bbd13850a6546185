package io.collab.runtime.websocket;

import io.collab.spi.transport.ConnectionAcceptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What all sockets of a transport share. Thread-safe.
 *
 * @param acceptor accepts the connections
 * @param maxMessageBytes the maximum size of a message from a client, in bytes
 * @param receiving the memory for messages that are not complete
 * @param open the sockets that are not ended yet
 * @param nanoTime a monotonic clock in nanoseconds
 * @param later runs tasks after a delay, on any thread, also after the node has stopped
 */
public record WebSocketResources(
        ConnectionAcceptor acceptor,
        int maxMessageBytes,
        ReceivingBudget receiving,
        OpenSockets open,
        LongSupplier nanoTime,
        Later later) {
    /** The part of the heap that messages may use that are not complete. */
    private static final int HEAP_SHARE = 8;

    /** Runs tasks after a delay. */
    @FunctionalInterface
    public interface Later {
        /** Runs the task once. Does not block. */
        void run(Duration delay, Runnable task);
    }

    /** Returns resources with the clock and the threads of the JDK. */
    public static WebSocketResources of(ConnectionAcceptor acceptor, int maxMessageBytes, OpenSockets open) {
        long receivingBytes = Math.max(Runtime.getRuntime().maxMemory() / HEAP_SHARE, maxMessageBytes);
        return new WebSocketResources(
                acceptor,
                maxMessageBytes,
                new ReceivingBudget(receivingBytes),
                open,
                System::nanoTime,
                WebSocketResources::later);
    }

    private static void later(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(task);
    }
}
