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
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The rules of a {@link BroadcastBus}, 220 to 239 in docs/spi.md. Extend it and say how to open the bus. Messages may
 * be lost, so a test that waits for one publishes again until it comes.
 */
public abstract class BroadcastBusTck {
    private final List<BroadcastBus> opened = new ArrayList<>();
    private final String topic = "tck-" + UUID.randomUUID();

    private BroadcastBus bus;
    private BroadcastBus other;

    /** Everything else is in {@link #openBus()}. */
    protected BroadcastBusTck() {}

    /** Opens the bus under test. Every call gives one more node's end of the same bus; each is closed by itself. */
    protected abstract BroadcastBus openBus();

    /**
     * Cuts the connection of all ends that are open, until {@link #mendConnection()}.
     *
     * @return false when that is not possible; the rules that need it are then left out
     */
    protected boolean cutConnection() {
        return false;
    }

    /** Lets the ends connect again. */
    protected void mendConnection() {}

    /** How long anything may take before a test gives up; longer on slow machines. */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    @BeforeEach
    void openTwoEnds() {
        bus = anotherEnd();
        other = anotherEnd();
    }

    @AfterEach
    void closeAllEnds() {
        opened.forEach(BroadcastBus::close);
    }

    /**
     * A message reaches all who subscribe to its topic, on all nodes and on the one that publishes, with its bytes
     * unchanged.
     *
     * <p>If this fails, check that a node hears itself, that two listeners of one node on one topic are both told, and
     * that bytes are not made text on their way.
     */
    @Test
    public void required_bus220_aMessageReachesAllListeners() {
        List<HeardMessages> listeners = new ArrayList<>();
        for (BroadcastBus end : List.of(bus, bus, other)) {
            listeners.add(listen(end, topic));
        }
        byte[] allBytes = new byte[256];
        for (int i = 0; i < allBytes.length; i++) {
            allBytes[i] = (byte) i;
        }

        for (byte[] message : List.of(allBytes, new byte[0], new byte[] {1})) {
            publishUntilHeard(bus, topic, message, listeners);
        }
        assertNoMistakes(listeners);
    }

    /**
     * A listener is told {@code resumed} before its first message, one thing at a time, whoever publishes meanwhile.
     *
     * <p>If this fails, check that the subscription is active before resumed is told, and that one thread serves a
     * listener.
     */
    @Test
    public void required_bus221_eachListenerReceivesOneCallAtATime() {
        HeardMessages early = new HeardMessages();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (BroadcastBus end : List.of(bus, other)) {
            tasks.add(() -> {
                for (int i = 0; i < 300; i++) {
                    end.publish(topic, new byte[] {(byte) i});
                }
                return 0;
            });
        }
        tasks.add(() -> {
            bus.subscribe(topic, early);
            return 0;
        });

        Together.run(patience(), tasks);

        assertTrue(early.awaitResumed(patience()), "a listener is told resumed when its subscription is active");
        publishUntilHeard(other, topic, new byte[] {77, 78}, List.of(early));
        assertNoMistakes(List.of(early));
    }

    /**
     * A message goes to its own topic only; topics are compared exactly.
     *
     * <p>If this fails, check for patterns, prefixes and case folding in the subscription.
     */
    @Test
    public void required_bus222_topicsAreKeptApart() {
        HeardMessages heard = listen(bus, topic);
        List<String> near =
                List.of(topic + "x", topic.toUpperCase(java.util.Locale.ROOT), "*", topic + "*", topic + "/a");

        for (String one : near) {
            other.publish(one, new byte[] {9});
            bus.publish(one, new byte[] {9});
        }
        publishUntilHeard(other, topic, new byte[] {1}, List.of(heard));

        assertTrue(
                heard.messages().stream().noneMatch(message -> message[0] == 9), "a message of another topic is heard");
    }

    /**
     * Topics of 1 to 512 bytes of any text work.
     *
     * <p>If this fails, check channel names: spaces, braces, percent signs, characters beyond ASCII, limits of length.
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
        for (String odd : topics) {
            assertTrue(odd.getBytes(StandardCharsets.UTF_8).length <= 512);
            HeardMessages heard = listen(bus, odd);
            publishUntilHeard(other, odd, odd.getBytes(StandardCharsets.UTF_8), List.of(heard));
        }
    }

    /**
     * A message of the most bytes arrives; a larger one is dropped without an exception, and the bus goes on.
     *
     * <p>If this fails, check the limit of the transport against {@code maxMessageBytes}.
     */
    @Test
    public void required_bus224_aTooLargeMessageIsDropped() {
        HeardMessages heard = listen(bus, topic);
        int most = Math.min(bus.maxMessageBytes(), 8 << 20);
        byte[] largest = new byte[most];
        Arrays.fill(largest, (byte) 5);

        publishUntilHeard(other, topic, largest, List.of(heard));
        if (most == bus.maxMessageBytes()) {
            other.publish(topic, new byte[most + 1]);
        }
        publishUntilHeard(other, topic, new byte[] {1}, List.of(heard));

        assertTrue(heard.messages().stream().allMatch(message -> message.length <= most), "a message is too large");
        assertTrue(most >= 1024, "a bus carries messages of at least a kilobyte");
    }

    /**
     * After a subscription is closed its listener hears nothing that is published later; others go on; closing twice
     * does nothing.
     *
     * <p>If this fails, check that closing one of two listeners of a topic does not end the topic.
     */
    @Test
    public void required_bus225_aClosedSubscriptionReceivesNoMoreMessages() {
        HeardMessages closed = new HeardMessages();
        Subscription subscription = bus.subscribe(topic, closed);
        HeardMessages stays = listen(bus, topic);
        assertTrue(closed.awaitResumed(patience()), "resumed is told");
        publishUntilHeard(other, topic, new byte[] {1}, List.of(closed, stays));

        subscription.close();
        subscription.close();
        publishUntilHeard(other, topic, new byte[] {2}, List.of(stays));

        assertTrue(closed.messages().stream().noneMatch(message -> message[0] == 2), "a closed subscription hears on");
    }

    /**
     * Publishing never blocks, however slow the listeners: what does not fit is dropped.
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
                inside.await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
            assertEquals(0, inside.getCount(), "the listener is told a message");

            Together.run(patience(), List.of(() -> {
                byte[] message = new byte[1000];
                for (int i = 0; i < 50_000; i++) {
                    bus.publish(topic, message);
                }
                return 0;
            }));
        } finally {
            release.countDown();
        }
        HeardMessages after = listen(other, topic + "-after");
        publishUntilHeard(bus, topic + "-after", new byte[] {1}, List.of(after));
    }

    /**
     * A listener that throws does not harm others, nor itself: it is told the next message.
     *
     * <p>If this fails, check that the bus's thread survives.
     */
    @Test
    public void required_bus227_aListenerThatThrowsDoesNotAffectOthers() {
        HeardMessages throwing = new HeardMessages() {
            @Override
            public void message(byte[] message) {
                super.message(message);
                throw new IllegalStateException("a listener that throws");
            }
        };
        bus.subscribe(topic, throwing);
        assertTrue(throwing.awaitResumed(patience()), "resumed is told");
        HeardMessages good = listen(bus, topic);

        for (byte i = 1; i <= 3; i++) {
            publishUntilHeard(other, topic, new byte[] {i}, List.of(throwing, good));
        }
    }

    /**
     * Thousands of topics can be listened to, for every open document has one; subscribing does not wait.
     *
     * <p>If this fails, check for a connection, a thread or a round trip per subscription.
     */
    @Test
    public void required_bus228_manyTopics() {
        List<HeardMessages> listeners = new ArrayList<>();
        int count = 2000;
        Together.run(patience(), List.of(() -> {
            for (int i = 0; i < count; i++) {
                HeardMessages heard = new HeardMessages();
                listeners.add(heard);
                bus.subscribe(topic + i, heard);
            }
            return 0;
        }));

        for (HeardMessages heard : listeners) {
            assertTrue(heard.awaitResumed(patience()), "every listener is told resumed");
        }
        for (int i = 0; i < count; i += 97) {
            publishUntilHeard(other, topic + i, new byte[] {1}, List.of(listeners.get(i)));
        }
    }

    /**
     * A closed bus is silent: its listeners hear nothing more, and publishing does nothing and does not throw.
     *
     * <p>If this fails, check that other nodes' ends are not closed with it, and that closing twice does nothing.
     */
    @Test
    public void required_bus229_aClosedBusIsSilent() {
        HeardMessages gone = listen(bus, topic);
        HeardMessages stays = listen(other, topic);

        bus.close();
        bus.close();
        bus.publish(topic, new byte[] {9});
        publishUntilHeard(other, topic, new byte[] {2}, List.of(stays));

        assertTrue(
                gone.messages().stream().noneMatch(message -> message[0] == 2), "a listener of a closed bus hears on");
        assertTrue(stays.messages().stream().noneMatch(message -> message[0] == 9), "a closed bus publishes on");
    }

    /**
     * When its connection breaks, the bus tells its listeners {@code interrupted}, also those who come then; when it is
     * back, {@code resumed}, and messages come again.
     *
     * <p>If this fails, check that a broken connection is noticed without traffic, and that subscriptions are made
     * again before resumed is told.
     */
    @Test
    public void optional_bus230_interruptionsAreReported() {
        HeardMessages heard = listen(bus, topic);
        assumeTrue(cutConnection(), "this adapter's connection cannot be cut");

        assertTrue(heard.awaitInterrupted(patience()), "a broken connection is told");
        HeardMessages late = new HeardMessages();
        bus.subscribe(topic, late);
        assertTrue(late.awaitInterrupted(patience()), "also to who comes now");
        bus.publish(topic, new byte[] {1});
        mendConnection();

        assertTrue(heard.awaitResumed(patience()), "a mended connection is told");
        assertTrue(late.awaitResumed(patience()), "also to who came meanwhile");
        publishUntilHeard(other, topic, new byte[] {2}, List.of(heard, late));
        assertNoMistakes(List.of(heard, late));
    }

    private BroadcastBus anotherEnd() {
        BroadcastBus end = openBus();
        opened.add(end);
        return end;
    }

    private HeardMessages listen(BroadcastBus end, String where) {
        HeardMessages heard = new HeardMessages();
        end.subscribe(where, heard);
        assertTrue(heard.awaitResumed(patience()), "a listener is told resumed when its subscription is active");
        return heard;
    }

    private void publishUntilHeard(BroadcastBus end, String where, byte[] message, List<HeardMessages> listeners) {
        long deadline = System.nanoTime() + patience().toNanos();
        for (HeardMessages heard : listeners) {
            boolean isHeard = false;
            while (!isHeard && System.nanoTime() < deadline) {
                end.publish(where, message);
                isHeard = heard.await(
                        Duration.ofMillis(100),
                        one -> one.messages().stream().anyMatch(came -> Arrays.equals(came, message)));
            }
            assertTrue(isHeard, "a message published again and again is heard");
        }
    }

    private static void assertNoMistakes(List<HeardMessages> listeners) {
        for (HeardMessages heard : listeners) {
            assertEquals(List.of(), heard.mistakes(), "a listener is told (interrupted? resumed message*)*");
        }
    }

    /** Stays in its first message until it is released. */
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
