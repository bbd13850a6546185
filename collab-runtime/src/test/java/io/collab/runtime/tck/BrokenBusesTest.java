package io.collab.runtime.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import io.collab.tck.BroadcastBusTck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each bus in this test has one defect, and the rule against the defect reports it. */
class BrokenBusesTest {
    private final Map<Integer, Broken> all = all();

    private record Broken(UnaryOperator<BroadcastBus> breaking, String message) {}

    @TestFactory
    Stream<DynamicTest> everyDefectIsReportedByItsRule() {
        return all.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest("rule " + entry.getKey(), () -> {
                    Broken broken = entry.getValue();
                    Kits.assertReported(new BrokenBusKit(broken.breaking()), entry.getKey(), broken.message());
                }));
    }

    @Test
    void everyRuleHasABrokenBus() {
        assertThat(new ArrayList<>(all.keySet())).isEqualTo(Kits.numbersOf(BroadcastBusTck.class));
    }

    private static Map<Integer, Broken> all() {
        Map<Integer, Broken> all = new TreeMap<>();
        all.put(220, new Broken(good -> listening(good, BrokenBusesTest::asText), "is received"));
        all.put(
                221,
                new Broken(good -> listening(good, BrokenBusesTest::messageFirst), "(interrupted? resumed message*)*"));
        all.put(222, new Broken(good -> topics(good, topic -> topic.toLowerCase(Locale.ROOT)), "another topic"));
        all.put(223, new Broken(good -> topics(good, BrokenBusesTest::shortAscii), "a message published repeatedly"));
        all.put(224, new Broken(BrokenBusesTest::truncatesMessages, "a message published repeatedly"));
        all.put(225, new Broken(BrokenBusesTest::neverEnds, "a closed subscription still receives messages"));
        all.put(226, new Broken(BrokenBusesTest::synchronous, "the concurrent calls have not ended"));
        all.put(
                227,
                new Broken(
                        good -> listening(good, BrokenBusesTest::endsAtAnException), "a message published repeatedly"));
        all.put(228, new Broken(BrokenBusesTest::hundredTopics, "every listener receives resumed"));
        all.put(229, new Broken(BrokenBusesTest::neverCloses, "a closed bus"));
        all.put(230, new Broken(good -> good, "a broken connection is reported"));
        return all;
    }

    /** A bus that delegates to a correct one; defective ones override one method. */
    private static class BusDecorator implements BroadcastBus {
        final BroadcastBus good;

        BusDecorator(BroadcastBus good) {
            this.good = good;
        }

        @Override
        public void publish(String topic, byte[] message) {
            good.publish(topic, message);
        }

        @Override
        public Subscription subscribe(String topic, BusListener listener) {
            return good.subscribe(topic, listener);
        }

        @Override
        public int maxMessageBytes() {
            return good.maxMessageBytes();
        }

        @Override
        public void close() {
            good.close();
        }
    }

    private static BroadcastBus listening(BroadcastBus good, UnaryOperator<BusListener> change) {
        return new BusDecorator(good) {
            @Override
            public Subscription subscribe(String topic, BusListener listener) {
                return good.subscribe(topic, change.apply(listener));
            }
        };
    }

    private static BroadcastBus topics(BroadcastBus good, UnaryOperator<String> change) {
        return new BusDecorator(good) {
            @Override
            public void publish(String topic, byte[] message) {
                good.publish(change.apply(topic), message);
            }

            @Override
            public Subscription subscribe(String topic, BusListener listener) {
                return good.subscribe(change.apply(topic), listener);
            }
        };
    }

    private static String shortAscii(String topic) {
        return topic.length() > 200 ? "too long" + System.nanoTime() : topic;
    }

    private static BusListener asText(BusListener listener) {
        return decorated(
                listener,
                message ->
                        listener.message(new String(message, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)));
    }

    private static BusListener messageFirst(BusListener listener) {
        return new BusListener() {
            @Override
            public void message(byte[] message) {
                listener.message(message);
            }

            @Override
            public void interrupted() {
                listener.interrupted();
            }

            @Override
            public void resumed() {
                listener.message(new byte[0]);
                listener.resumed();
            }
        };
    }

    private static BusListener endsAtAnException(BusListener listener) {
        boolean[] hasThrown = new boolean[1];
        return decorated(listener, message -> {
            if (!hasThrown[0]) {
                hasThrown[0] = true;
                listener.message(message);
                hasThrown[0] = false;
            }
        });
    }

    private static BusListener decorated(BusListener listener, Consumer<byte[]> message) {
        return new BusListener() {
            @Override
            public void message(byte[] bytes) {
                message.accept(bytes);
            }

            @Override
            public void interrupted() {
                listener.interrupted();
            }

            @Override
            public void resumed() {
                listener.resumed();
            }
        };
    }

    private static BroadcastBus truncatesMessages(BroadcastBus good) {
        return new BusDecorator(good) {
            @Override
            public void publish(String topic, byte[] message) {
                good.publish(topic, Arrays.copyOf(message, Math.min(message.length, 512)));
            }
        };
    }

    private static BroadcastBus neverEnds(BroadcastBus good) {
        return new BusDecorator(good) {
            @Override
            public Subscription subscribe(String topic, BusListener listener) {
                good.subscribe(topic, listener);
                return () -> {};
            }
        };
    }

    /** Calls its listeners on the thread that publishes. */
    private static BroadcastBus synchronous(BroadcastBus good) {
        List<BusListener> listeners = new ArrayList<>();
        return new BusDecorator(good) {
            @Override
            public void publish(String topic, byte[] message) {
                good.publish(topic, message);
                List<BusListener> now;
                synchronized (listeners) {
                    now = List.copyOf(listeners);
                }
                if (message.length > 100) {
                    now.forEach(listener -> listener.message(message));
                }
            }

            @Override
            public Subscription subscribe(String topic, BusListener listener) {
                synchronized (listeners) {
                    listeners.add(listener);
                }
                return good.subscribe(topic, listener);
            }
        };
    }

    private static BroadcastBus hundredTopics(BroadcastBus good) {
        int[] subscribed = new int[1];
        return new BusDecorator(good) {
            @Override
            public Subscription subscribe(String topic, BusListener listener) {
                return ++subscribed[0] > 100 ? () -> {} : good.subscribe(topic, listener);
            }
        };
    }

    private static BroadcastBus neverCloses(BroadcastBus good) {
        return new BusDecorator(good) {
            @Override
            public void close() {
                // stays open
            }
        };
    }

    private static final class BrokenBusKit extends BroadcastBusTck {
        private final UnaryOperator<BroadcastBus> breaking;
        private final MemoryBroadcastBus bus = new MemoryBroadcastBus();

        BrokenBusKit(UnaryOperator<BroadcastBus> breaking) {
            this.breaking = breaking;
        }

        @Override
        protected BroadcastBus openBus() {
            return breaking.apply(bus.share());
        }

        @Override
        protected boolean cutConnection() {
            return true;
        }

        @Override
        protected Duration patience() {
            return Duration.ofSeconds(1);
        }
    }
}
