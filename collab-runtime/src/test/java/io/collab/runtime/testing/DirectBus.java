package io.collab.runtime.testing;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bus that delivers on the publisher's thread. It starts, is interrupted and resumes when the test says so. */
public final class DirectBus implements BroadcastBus {
    private final Map<String, List<BusListener>> listeners = new ConcurrentHashMap<>();
    private final List<byte[]> published = new CopyOnWriteArrayList<>();
    private volatile int maxMessageBytes = 1 << 20;

    /** Returns all messages that were published. */
    public List<byte[]> published() {
        return published;
    }

    public void resume() {
        all().forEach(BusListener::resumed);
    }

    public void interrupt() {
        all().forEach(BusListener::interrupted);
    }

    /** Sets the maximum size of a message; a larger one is dropped. */
    public void maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
    }

    /** Returns the number of subscriptions. */
    public int subscriptions() {
        return all().size();
    }

    @Override
    public void publish(String topic, byte[] message) {
        if (message.length > maxMessageBytes) {
            return;
        }
        published.add(message);
        listeners.getOrDefault(topic, List.of()).forEach(listener -> listener.message(message));
    }

    @Override
    public Subscription subscribe(String topic, BusListener listener) {
        List<BusListener> ofTopic = listeners.computeIfAbsent(topic, absent -> new CopyOnWriteArrayList<>());
        ofTopic.add(listener);
        return () -> ofTopic.remove(listener);
    }

    @Override
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    @Override
    public void close() {
        listeners.clear();
    }

    private List<BusListener> all() {
        List<BusListener> all = new ArrayList<>();
        listeners.values().forEach(all::addAll);
        return all;
    }
}
