package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BroadcastBus.Subscription;
import io.collab.spi.ordering.BusListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The rules of a {@link BroadcastBus}, 220 to 239 in docs/spi.md. Extend it and open the bus. Messages may be lost, so
 * a test that waits for a message publishes it repeatedly until it arrives.
 */
public abstract class BroadcastBusTck {
    private final List<BroadcastBus> opened = new ArrayList<>();
    private final String topic = "tck-" + UUID.randomUUID();

    private BroadcastBus bus;
    private BroadcastBus other;

    /** The bus comes from {@link #openBus()}. */
    protected BroadcastBusTck() {}

    /**
     * Opens the bus under test. Each call returns the endpoint of another node of the same bus; each is closed
     * separately.
     */
    protected abstract BroadcastBus openBus();

    /**
     * Cuts the connection of all open endpoints, until {@link #restoreConnection()}.
     *
     * @return false if the adapter cannot do this; the rules that need it are skipped
     */
    protected boolean cutConnection() {
        return false;
    }

    /** Lets the endpoints connect again. */
    protected void restoreConnection() {}

    /** Returns the maximum time for an asynchronous effect. Override it on slow machines. */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    @BeforeEach
    void openTwoEndpoints() {
        bus = anotherEndpoint();
        other = anotherEndpoint();
    }

    @AfterEach
    void closeAllEndpoints() {
        opened.forEach(BroadcastBus::close);
    }

    /**
     * A message reaches all subscribers of its topic, on all nodes including the one that publishes, with its bytes
     * unchanged.
     *
     * <p>If this fails, check that a node receives its own messages, that two listeners of one node on one topic both
     * receive the message, and that bytes are not converted to text in transit.
     */
    @Test
    public void required_bus220_aMessageReachesAllListeners() {
        List<ReceivedMessages> listeners = new ArrayList<>();
        for (BroadcastBus endpoint : List.of(bus, bus, other)) {
            listeners.add(listen(endpoint, topic));
        }
        byte[] allBytes = new byte[256];
        for (int i = 0; i < allBytes.length; i++) {
            allBytes[i] = (byte) i;
        }

        for (byte[] message : List.of(allBytes, new byte[0], new byte[] {1})) {
            publishUntilReceived(bus, topic, message, listeners);
        }
        assertNoViolations(listeners);
    }

    /**
     * A listener receives {@code resumed} before its first message, and one call at a time, whichever nodes publish in
     * the meantime.
     *
     * <p>If this fails, check that the subscription is active before resumed is called, and that one thread serves a
     * listener.
     */
    @Test
    public void required_bus221_eachListenerReceivesOneCallAtATime() {
        ReceivedMessages early = new ReceivedMessages();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (BroadcastBus endpoint : List.of(bus, other)) {
            tasks.add(() -> {
                for (int i = 0; i < 300; i++) {
                    endpoint.publish(topic, new byte[] {(byte) i});
                }
                return 0;
            });
        }
        tasks.add(() -> {
            bus.subscribe(topic, early);
            return 0;
        });

        ConcurrentCalls.run(patience(), tasks);

        assertTrue(early.awaitResumed(patience()), "a listener receives resumed when its subscription is active");
        publishUntilReceived(other, topic, new byte[] {77, 78}, List.of(early));
        assertNoViolations(List.of(early));
    }

    /**
     * A message reaches its own topic only. Topics are compared exactly.
     *
     * <p>If this fails, check for patterns, prefixes and case folding in the subscription.
     */
    @Test
    public void required_bus222_topicsAreKeptApart() {
        ReceivedMessages received = listen(bus, topic);
        List<String> similar = List.of(topic + "x", topic.toUpperCase(Locale.ROOT), "*", topic + "*", topic + "/a");

        for (String one : similar) {
            other.publish(one, new byte[] {9});
            bus.publish(one, new byte[] {9});
        }
        publishUntilReceived(other, topic, new byte[] {1}, List.of(received));

        assertTrue(
                received.messages().stream().noneMatch(message -> message[0] == 9),
                "a message of another topic is received");
    }

    /**
     * Topics of 1 to 512 bytes of any text work.
     *
     * <p>If this fails, check the names of channels: spaces, braces, percent signs, characters beyond ASCII, limits of
     * the length.
     */
    @Test
    public void required_bus223_topicsMayBeAnyText() {
        List<String> topics = List.of(
                "t",
                topic + " a b",
                topic + "{b}",
                topic + "%s\n",
                topic + "\u00e4\ud83d\ude00",
                topic + "\"';--",
                "x".repeat(512 - 36) + topic.substring(4),
                topic + "?[a]");
        for (String unusual : topics) {
            assertTrue(unusual.getBytes(StandardCharsets.UTF_8).length <= 512);
            ReceivedMessages received = listen(bus, unusual);
            publishUntilReceived(other, unusual, unusual.getBytes(StandardCharsets.UTF_8), List.of(received));
        }
    }

    /**
     * A message of the maximum size is delivered. A larger one is dropped without an exception, and the bus continues.
     *
     * <p>If this fails, check the limit of the transport against {@code maxMessageBytes}.
     */
    @Test
    public void required_bus224_aTooLargeMessageIsDropped() {
        ReceivedMessages received = listen(bus, topic);
        int max = Math.min(bus.maxMessageBytes(), 8 << 20);
        byte[] largest = new byte[max];
        Arrays.fill(largest, (byte) 5);

        publishUntilReceived(other, topic, largest, List.of(received));
        if (max == bus.maxMessageBytes()) {
            other.publish(topic, new byte[max + 1]);
        }
        publishUntilReceived(other, topic, new byte[] {1}, List.of(received));

        assertTrue(received.messages().stream().allMatch(message -> message.length <= max), "a message is too large");
        assertTrue(max >= 1024, "a bus carries messages of at least a kilobyte");
    }

    /**
     * After a subscription is closed its listener receives no message that is published later. Other subscriptions
     * continue, and closing twice does nothing.
     *
     * <p>If this fails, check that closing one of two listeners of a topic does not end the topic.
     */
    @Test
    public void required_bus225_aClosedSubscriptionReceivesNoMoreMessages() {
        ReceivedMessages closed = new ReceivedMessages();
        Subscription subscription = bus.subscribe(topic, closed);
        ReceivedMessages open = listen(bus, topic);
        assertTrue(closed.awaitResumed(patience()), "resumed is received");
        publishUntilReceived(other, topic, new byte[] {1}, List.of(closed, open));

        subscription.close();
        subscription.close();
        publishUntilReceived(other, topic, new byte[] {2}, List.of(open));

        assertTrue(
                closed.messages().stream().noneMatch(message -> message[0] == 2),
                "a closed subscription still receives messages");
    }

    /**
     * Publishing never blocks, however slow the listeners are: messages that do not fit are dropped.
     *
     * <p>If this fails, check for queues that block or grow when they are full.
     */
    @Test
    public void required_bus226_publishNeverBlocks() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        bus.subscribe(topic, new StuckListener(inside, release));
        try {
            long deadline = System.nanoTime() + patience().toNanos();
            while (inside.getCount() > 0 && System.nanoTime() < deadline) {
                bus.publish(topic, new byte[] {1});
                inside.await(10, TimeUnit.MILLISECONDS);
            }
            assertEquals(0, inside.getCount(), "the listener receives a message");

            ConcurrentCalls.run(patience(), List.of(() -> {
                byte[] message = new byte[1000];
                for (int i = 0; i < 50_000; i++) {
                    bus.publish(topic, message);
                }
                return 0;
            }));
        } finally {
            release.countDown();
        }
        ReceivedMessages after = listen(other, topic + "-after");
        publishUntilReceived(bus, topic + "-after", new byte[] {1}, List.of(after));
    }

    /**
     * A listener that throws affects neither other listeners nor itself: it receives the next message.
     *
     * <p>If this fails, check that the thread of the bus survives.
     */
    @Test
    public void required_bus227_aListenerThatThrowsDoesNotAffectOthers() {
        ReceivedMessages throwing = new ReceivedMessages() {
            @Override
            public void message(byte[] message) {
                super.message(message);
                throw new IllegalStateException("a listener that throws");
            }
        };
        bus.subscribe(topic, throwing);
        assertTrue(throwing.awaitResumed(patience()), "resumed is received");
        ReceivedMessages good = listen(bus, topic);

        for (byte i = 1; i <= 3; i++) {
            publishUntilReceived(other, topic, new byte[] {i}, List.of(throwing, good));
        }
    }

    /**
     * Thousands of topics can have a listener, because every open document has one. Subscribing does not wait.
     *
     * <p>If this fails, check for a connection, a thread or a round trip per subscription.
     */
    @Test
    public void required_bus228_manyTopics() {
        List<ReceivedMessages> listeners = new ArrayList<>();
        int count = 2000;
        ConcurrentCalls.run(patience(), List.of(() -> {
            for (int i = 0; i < count; i++) {
                ReceivedMessages received = new ReceivedMessages();
                listeners.add(received);
                bus.subscribe(topic + i, received);
            }
            return 0;
        }));

        for (ReceivedMessages received : listeners) {
            assertTrue(received.awaitResumed(patience()), "every listener receives resumed");
        }
        for (int i = 0; i < count; i += 97) {
            publishUntilReceived(other, topic + i, new byte[] {1}, List.of(listeners.get(i)));
        }
    }

    /**
     * A closed bus is silent: its listeners receive nothing more, and publishing does nothing and does not throw.
     *
     * <p>If this fails, check that the endpoints of other nodes are not closed with it, and that closing twice does
     * nothing.
     */
    @Test
    public void required_bus229_aClosedBusIsSilent() {
        ReceivedMessages closed = listen(bus, topic);
        ReceivedMessages open = listen(other, topic);

        bus.close();
        bus.close();
        bus.publish(topic, new byte[] {9});
        publishUntilReceived(other, topic, new byte[] {2}, List.of(open));

        assertTrue(
                closed.messages().stream().noneMatch(message -> message[0] == 2),
                "a listener of a closed bus still receives messages");
        assertTrue(open.messages().stream().noneMatch(message -> message[0] == 9), "a closed bus still publishes");
    }

    /**
     * When its connection breaks, the bus reports {@code interrupted} to its listeners, also to those that subscribe
     * later. When the connection is restored, it reports {@code resumed}, and messages arrive again.
     *
     * <p>If this fails, check that a broken connection is detected without traffic, and that the subscriptions are
     * active again before resumed is called.
     */
    @Test
    public void optional_bus230_interruptionsAreReported() {
        ReceivedMessages received = listen(bus, topic);
        assumeTrue(cutConnection(), "this adapter's connection cannot be cut");

        assertTrue(received.awaitInterrupted(patience()), "a broken connection is reported");
        ReceivedMessages later = new ReceivedMessages();
        bus.subscribe(topic, later);
        assertTrue(later.awaitInterrupted(patience()), "also to a later listener");
        bus.publish(topic, new byte[] {1});
        restoreConnection();

        assertTrue(received.awaitResumed(patience()), "a restored connection is reported");
        assertTrue(later.awaitResumed(patience()), "also to the later listener");
        publishUntilReceived(other, topic, new byte[] {2}, List.of(received, later));
        assertNoViolations(List.of(received, later));
    }

    private BroadcastBus anotherEndpoint() {
        BroadcastBus endpoint = openBus();
        opened.add(endpoint);
        return endpoint;
    }

    private ReceivedMessages listen(BroadcastBus endpoint, String topicName) {
        ReceivedMessages received = new ReceivedMessages();
        endpoint.subscribe(topicName, received);
        assertTrue(received.awaitResumed(patience()), "a listener receives resumed when its subscription is active");
        return received;
    }

    private void publishUntilReceived(
            BroadcastBus endpoint, String topicName, byte[] message, List<ReceivedMessages> listeners) {
        long deadline = System.nanoTime() + patience().toNanos();
        for (ReceivedMessages received : listeners) {
            boolean isReceived = false;
            while (!isReceived && System.nanoTime() < deadline) {
                endpoint.publish(topicName, message);
                isReceived = received.await(
                        Duration.ofMillis(100),
                        one -> one.messages().stream().anyMatch(arrived -> Arrays.equals(arrived, message)));
            }
            assertTrue(isReceived, "a message published repeatedly is received");
        }
    }

    private static void assertNoViolations(List<ReceivedMessages> listeners) {
        for (ReceivedMessages received : listeners) {
            assertEquals(List.of(), received.violations(), "the calls follow (interrupted? resumed message*)*");
        }
    }

    /** A listener that blocks in its first message until it is released. */
    private record StuckListener(CountDownLatch inside, CountDownLatch release) implements BusListener {
        @Override
        public void message(byte[] message) {
            inside.countDown();
            try {
                release.await();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void interrupted() {}

        @Override
        public void resumed() {}
    }
}
