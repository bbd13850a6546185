package io.collab.tck.fault;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bus that decorates a correct one and loses, repeats and reorders its messages, separately for each subscription. A
 * test can interrupt it. A listener still receives one call at a time. Thread-safe.
 */
public final class FlakyBus implements BroadcastBus {
    private final BroadcastBus bus;
    private final Random random;
    private final Map<BusFault, Double> probabilities = new EnumMap<>(BusFault.class);
    private final Set<Flaky> listening = new HashSet<>();
    private boolean isDown;

    /**
     * Creates a bus without faults.
     *
     * @param bus the correct bus; closed with this one
     * @param seed the seed of the random decisions
     */
    public FlakyBus(BroadcastBus bus, long seed) {
        this.bus = bus;
        this.random = new Random(seed);
    }

    /**
     * Lets a fault happen with a probability, to every message of every subscription.
     *
     * @param fault the fault
     * @param probability from 0 to 1
     * @return this bus
     */
    public synchronized FlakyBus withProbability(BusFault fault, double probability) {
        probabilities.put(fault, probability);
        return this;
    }

    /** Stops the delivery of messages. Listeners receive {@code interrupted}, also those that subscribe later. */
    public synchronized void interrupt() {
        isDown = true;
        Set.copyOf(listening).forEach(Flaky::interrupt);
    }

    /** Resumes the delivery of messages. Listeners receive {@code resumed}. */
    public synchronized void resume() {
        isDown = false;
        Set.copyOf(listening).forEach(Flaky::resumed);
    }

    @Override
    public void publish(String topic, byte[] message) {
        bus.publish(topic, message);
    }

    @Override
    public Subscription subscribe(String topic, BusListener listener) {
        Flaky flaky = new Flaky(listener);
        Subscription subscription = bus.subscribe(topic, flaky);
        return () -> {
            synchronized (this) {
                flaky.isEnded = true;
                listening.remove(flaky);
            }
            subscription.close();
        };
    }

    @Override
    public int maxMessageBytes() {
        return bus.maxMessageBytes();
    }

    @Override
    public void close() {
        bus.close();
    }

    private boolean happens(BusFault fault) {
        return random.nextDouble() < probabilities.getOrDefault(fault, 0.0);
    }

    /**
     * One listener with faults. Its methods hold the monitor of the bus, so the listener receives one call at a time.
     */
    private final class Flaky implements BusListener {
        private final BusListener listener;
        private byte @Nullable [] heldBack;
        private boolean isEnded;
        private boolean isBroken;

        Flaky(BusListener listener) {
            this.listener = listener;
        }

        @Override
        public void message(byte[] message) {
            synchronized (FlakyBus.this) {
                if (isDown || isBroken || happens(BusFault.LOSE)) {
                    return;
                }
                if (heldBack == null && happens(BusFault.REORDER)) {
                    heldBack = message;
                    return;
                }
                deliver(message);
                byte[] earlier = heldBack;
                if (earlier != null) {
                    heldBack = null;
                    deliver(earlier);
                }
            }
        }

        @Override
        public void interrupted() {
            synchronized (FlakyBus.this) {
                interrupt();
            }
        }

        /** Resumes only if both the decorated bus and this one are up. */
        @Override
        public void resumed() {
            synchronized (FlakyBus.this) {
                if (isEnded) {
                    return;
                }
                listening.add(this);
                if (isDown) {
                    interrupt();
                } else {
                    isBroken = false;
                    listener.resumed();
                }
            }
        }

        private void interrupt() {
            if (!isEnded && !isBroken) {
                isBroken = true;
                listener.interrupted();
            }
        }

        private void deliver(byte[] message) {
            if (isEnded) {
                return;
            }
            listener.message(message);
            if (happens(BusFault.REPEAT)) {
                listener.message(message);
            }
        }
    }
}
