package io.collab.runtime.memory;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The reference implementation of a bus: a bounded queue per subscription, emptied by one thread per bus. It is never
 * interrupted, and loses messages only if the queue of a slow listener is full. Thread-safe; never blocks.
 */
public final class MemoryBroadcastBus implements BroadcastBus {
    /** The maximum size of a message in bytes. */
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final int MAX_TOPIC_BYTES = 512;
    private static final int MAX_QUEUED_MESSAGES = 1024;
    private static final System.Logger LOG = System.getLogger(MemoryBroadcastBus.class.getName());

    private final Network network;
    private final Set<Channel> own = new HashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "collab-memory-bus");
        worker.setDaemon(true);
        return worker;
    });
    private boolean closed;

    /** Creates the first endpoint of a new bus. */
    public MemoryBroadcastBus() {
        this(new Network());
    }

    private MemoryBroadcastBus(Network network) {
        this.network = network;
    }

    /** Returns another endpoint of the same bus, for another node. Each is closed separately. */
    public MemoryBroadcastBus share() {
        return new MemoryBroadcastBus(network);
    }

    @Override
    public void publish(String topic, byte[] message) {
        if (message.length > MAX_MESSAGE_BYTES) {
            return;
        }
        byte[] copy = message.clone();
        synchronized (network) {
            if (!closed) {
                network.channels.getOrDefault(topic, List.of()).forEach(channel -> channel.offer(copy));
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>On a closed bus it returns a subscription that never receives anything.
     *
     * @throws IllegalArgumentException if the topic has not 1 to 512 bytes of UTF-8
     */
    @Override
    public Subscription subscribe(String topic, BusListener listener) {
        int length = topic.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_TOPIC_BYTES) {
            throw new IllegalArgumentException(
                    "a topic has 1 to " + MAX_TOPIC_BYTES + " bytes, this one has " + length);
        }
        Channel channel = new Channel(topic, listener);
        synchronized (network) {
            if (closed) {
                return () -> {};
            }
            own.add(channel);
            network.channels.computeIfAbsent(topic, absent -> new ArrayList<>()).add(channel);
            channel.start();
        }
        return () -> end(channel);
    }

    @Override
    public int maxMessageBytes() {
        return MAX_MESSAGE_BYTES;
    }

    @Override
    public void close() {
        synchronized (network) {
            closed = true;
            Set.copyOf(own).forEach(this::end);
        }
        thread.shutdown();
    }

    private void end(Channel channel) {
        synchronized (network) {
            channel.ended = true;
            own.remove(channel);
            network.channels.computeIfPresent(channel.topic, (topic, all) -> {
                all.remove(channel);
                return all.isEmpty() ? null : all;
            });
        }
    }

    /** The state shared by the endpoints of one bus; its monitor guards all fields. */
    private static final class Network {
        final Map<String, List<Channel>> channels = new HashMap<>();
    }

    /**
     * One subscription. At most one task of the bus thread serves it, so its listener receives one call at a time. The
     * monitor of the network guards the queue and {@code scheduled}.
     */
    private final class Channel {
        final String topic;
        private final BusListener listener;
        private final Deque<byte[]> queue = new ArrayDeque<>();
        private boolean scheduled;
        private volatile boolean ended;

        Channel(String topic, BusListener listener) {
            this.topic = topic;
            this.listener = listener;
        }

        void start() {
            scheduled = true;
            thread.execute(() -> {
                call(listener::resumed);
                deliverAll();
            });
        }

        void offer(byte[] message) {
            if (queue.size() == MAX_QUEUED_MESSAGES) {
                queue.removeFirst();
            }
            queue.addLast(message);
            if (!scheduled) {
                scheduled = true;
                schedule();
            }
        }

        private void schedule() {
            try {
                thread.execute(this::deliverAll);
            } catch (RejectedExecutionException closing) {
                ended = true;
            }
        }

        private void deliverAll() {
            for (byte[] next = next(); next != null; next = next()) {
                byte[] message = next;
                call(() -> listener.message(message));
            }
        }

        private byte @Nullable [] next() {
            synchronized (network) {
                byte[] message = queue.pollFirst();
                scheduled = message != null;
                return message;
            }
        }

        private void call(Runnable method) {
            if (ended) {
                return;
            }
            try {
                method.run();
            } catch (Throwable broken) { // its later messages are still delivered
                LOG.log(System.Logger.Level.WARNING, "a bus listener has failed", broken);
            }
        }
    }
}
