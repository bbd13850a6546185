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
 * The reference model of a bus: a bounded queue per subscription, emptied by one thread per bus. It is never
 * interrupted, and loses only what a slow listener leaves in its queue. Thread-safe; never blocks.
 */
public final class MemoryBroadcastBus implements BroadcastBus {
    /** The most bytes of a message. */
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final int MAX_TOPIC_BYTES = 512;
    private static final int MAX_WAITING = 1024;
    private static final System.Logger LOG = System.getLogger(MemoryBroadcastBus.class.getName());

    private final Air air;
    private final Set<Listening> own = new HashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "collab-memory-bus");
        made.setDaemon(true);
        return made;
    });
    private boolean closed;

    /** A bus that nobody else listens to yet. */
    public MemoryBroadcastBus() {
        this(new Air());
    }

    private MemoryBroadcastBus(Air air) {
        this.air = air;
    }

    /** Another end of the same bus, as another node would have it. Each is closed by itself. */
    public MemoryBroadcastBus share() {
        return new MemoryBroadcastBus(air);
    }

    @Override
    public void publish(String topic, byte[] message) {
        if (message.length > MAX_MESSAGE_BYTES) {
            return;
        }
        byte[] copy = message.clone();
        synchronized (air) {
            if (!closed) {
                air.listening.getOrDefault(topic, List.of()).forEach(listening -> listening.offer(copy));
            }
        }
    }

    @Override
    public Subscription subscribe(String topic, BusListener listener) {
        int length = topic.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_TOPIC_BYTES) {
            throw new IllegalArgumentException(
                    "a topic has 1 to " + MAX_TOPIC_BYTES + " bytes, this one has " + length);
        }
        Listening listening = new Listening(topic, listener);
        synchronized (air) {
            if (closed) {
                return () -> {};
            }
            own.add(listening);
            air.listening.computeIfAbsent(topic, absent -> new ArrayList<>()).add(listening);
            listening.begin();
        }
        return () -> end(listening);
    }

    @Override
    public int maxMessageBytes() {
        return MAX_MESSAGE_BYTES;
    }

    @Override
    public void close() {
        synchronized (air) {
            closed = true;
            Set.copyOf(own).forEach(this::end);
        }
        thread.shutdown();
    }

    private void end(Listening listening) {
        synchronized (air) {
            listening.ended = true;
            own.remove(listening);
            air.listening.computeIfPresent(listening.topic, (topic, all) -> {
                all.remove(listening);
                return all.isEmpty() ? null : all;
            });
        }
    }

    /** What the ends of one bus share; its monitor guards all their fields. */
    private static final class Air {
        final Map<String, List<Listening>> listening = new HashMap<>();
    }

    /**
     * One subscription. At most one task of the bus's thread stands for it, so its listener hears one call at a time.
     */
    private final class Listening {
        final String topic;
        private final BusListener listener;
        private final Deque<byte[]> waiting = new ArrayDeque<>();
        private boolean scheduled;
        private volatile boolean ended;

        Listening(String topic, BusListener listener) {
            this.topic = topic;
            this.listener = listener;
        }

        void begin() {
            scheduled = true;
            thread.execute(() -> {
                tell(listener::resumed);
                empty();
            });
        }

        void offer(byte[] message) {
            if (waiting.size() == MAX_WAITING) {
                waiting.removeFirst();
            }
            waiting.addLast(message);
            if (!scheduled) {
                scheduled = true;
                schedule();
            }
        }

        private void schedule() {
            try {
                thread.execute(this::empty);
            } catch (RejectedExecutionException closing) {
                ended = true;
            }
        }

        private void empty() {
            for (byte[] next = next(); next != null; next = next()) {
                byte[] message = next;
                tell(() -> listener.message(message));
            }
        }

        private byte @Nullable [] next() {
            synchronized (air) {
                byte[] message = waiting.pollFirst();
                scheduled = message != null;
                return message;
            }
        }

        private void tell(Runnable call) {
            if (ended) {
                return;
            }
            try {
                call.run();
            } catch (RuntimeException broken) {
                LOG.log(System.Logger.Level.WARNING, "a bus listener threw", broken);
            }
        }
    }
}
