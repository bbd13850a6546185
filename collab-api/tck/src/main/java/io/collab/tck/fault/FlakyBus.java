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
 * A bus in front of a good one that loses, repeats and reorders what it delivers, each subscription by itself, and that
 * a test can interrupt. Thread-safe; a listener is still told one thing at a time.
 */
public final class FlakyBus implements BroadcastBus {
    private final BroadcastBus bus;
    private final Random random;
    private final Map<BusFault, Double> chances = new EnumMap<>(BusFault.class);
    private final Set<Flaky> listening = new HashSet<>();
    private boolean isDown;

    /**
     * Does nothing wrong yet.
     *
     * @param bus closed with this one
     * @param seed of the lots it draws
     */
    public FlakyBus(BroadcastBus bus, long seed) {
        this.bus = bus;
        this.random = new Random(seed);
    }

    /** From now on the fault happens with this chance, 0 to 1, to every message at every subscription. */
    public synchronized FlakyBus chance(BusFault fault, double chance) {
        chances.put(fault, chance);
        return this;
    }

    /** Nothing arrives any more, and listeners are told so; those who come later, too. */
    public synchronized void interrupt() {
        isDown = true;
        Set.copyOf(listening).forEach(Flaky::interrupt);
    }

    /** Messages arrive again, and listeners are told so. */
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
        return random.nextDouble() < chances.getOrDefault(fault, 0.0);
    }

    /**
     * One listener behind the faults. All of it runs under the bus's monitor, which is what makes its calls one at a
     * time.
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

        /** The bus behind has resumed, or this one has: told on only when both are up. */
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
