package io.collab.runtime.testing;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import java.util.ArrayList;
import java.util.List;

/** A bus in a {@link Schedule} that loses, duplicates and reorders messages, and that can be interrupted. */
public final class UnreliableBus implements BroadcastBus {
    private final Schedule schedule;
    private final List<Subscriber> subscribers;
    private boolean reliable;

    public UnreliableBus(Schedule schedule) {
        this(schedule, new ArrayList<>());
    }

    private UnreliableBus(Schedule schedule, List<Subscriber> subscribers) {
        this.schedule = schedule;
        this.subscribers = subscribers;
    }

    /** Returns the end of the same bus on another node. */
    public UnreliableBus share() {
        return new UnreliableBus(schedule, subscribers);
    }

    /** From now on this end delivers every message once and in order. */
    public void repair() {
        reliable = true;
    }

    /** Interrupts all subscriptions of all nodes, loses what is published meanwhile, and resumes. */
    public void interrupt(Runnable meanwhile) {
        List<Subscriber> interrupted = List.copyOf(subscribers);
        interrupted.forEach(subscriber -> subscriber.interrupted(true));
        meanwhile.run();
        interrupted.forEach(subscriber -> subscriber.interrupted(false));
    }

    /** Returns the number of open subscriptions of all nodes. */
    public int subscriptions() {
        return subscribers.size();
    }

    @Override
    public void publish(String topic, byte[] message) {
        for (Subscriber subscriber : List.copyOf(subscribers)) {
            if (subscriber.topic.equals(topic)) {
                subscriber.offer(message);
            }
        }
    }

    @Override
    public Subscription subscribe(String topic, BusListener listener) {
        Subscriber subscriber = new Subscriber(topic, listener);
        Schedule.step("subscribe");
        subscribers.add(subscriber);
        subscriber.thread.execute(() -> subscriber.call(listener::resumed));
        for (int steps = schedule.random().nextInt(40); steps > 0; steps--) {
            Schedule.step("subscribing");
        }
        return () -> {
            Schedule.step("unsubscribe");
            subscriber.ended = true;
            subscribers.remove(subscriber);
        };
    }

    @Override
    public int maxMessageBytes() {
        return 700;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("not needed yet");
    }

    private final class Subscriber {
        final String topic;
        final BusListener listener;
        final ScheduledPool thread = new ScheduledPool(schedule, "bus", 1);
        final List<byte[]> waiting = new ArrayList<>();
        boolean interrupted;
        boolean ended;

        Subscriber(String topic, BusListener listener) {
            this.topic = topic;
            this.listener = listener;
        }

        void offer(byte[] message) {
            if (interrupted || (!reliable && schedule.oneIn(6))) {
                return;
            }
            deliverLater(message);
            if (!reliable && schedule.oneIn(6)) {
                deliverLater(message);
            }
        }

        private void deliverLater(byte[] message) {
            waiting.add(message);
            thread.execute(() -> {
                int next = reliable ? 0 : schedule.random().nextInt(waiting.size());
                byte[] chosen = waiting.remove(next);
                call(() -> listener.message(chosen));
            });
        }

        void interrupted(boolean now) {
            interrupted = now;
            thread.execute(() -> call(now ? listener::interrupted : listener::resumed));
        }

        void call(Runnable delivery) {
            if (!ended) {
                Schedule.step("bus delivery");
                delivery.run();
            }
        }
    }
}
