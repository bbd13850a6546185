package io.collab.runtime.flow;

import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.protocol.HocuspocusWire;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.runtime.testing.CheckedConnection;
import io.collab.runtime.testing.Schedule;
import io.collab.runtime.testing.ScheduledPool;
import io.collab.runtime.testing.WordEngine;
import io.collab.runtime.threads.Mailbox;
import io.collab.spi.transport.Frame;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A send queue with its producers. Each frame contains a word of its own, {@code address-producer-number}, so that the order is
 * visible in what the connection has sent.
 */
final class SentFrames {
    final CheckedConnection connection;
    final SendQueue queue;
    final Mailbox mailbox;
    private final Schedule schedule;
    private final WireProtocol wire = new HocuspocusWire();
    private final List<String> produced = new ArrayList<>();

    SentFrames(Schedule schedule, ConnectionLimits limits) {
        this.schedule = schedule;
        this.connection = new CheckedConnection(schedule);
        this.mailbox = new Mailbox(new ScheduledPool(schedule, "mailbox", 2), schedule::nanoTime, schedule::fail);
        this.queue = new SendQueue(connection, wire, new WordEngine(), mailbox, limits, schedule::nanoTime);
    }

    void producers(int count) {
        for (int producer = 0; producer < count; producer++) {
            int number = producer;
            schedule.start("producer-" + producer, () -> produce(number));
        }
    }

    void produce(int producer) {
        int frames = 2 + schedule.random().nextInt(8);
        int kinds = schedule.oneIn(2) ? 1 : 4;
        for (int i = 0; i < frames; i++) {
            String address = schedule.oneIn(3) ? "b" : "a";
            String word = address + "-" + producer + "-" + i;
            produced.add(word);
            send(address, word, schedule.random().nextInt(kinds));
        }
    }

    private void send(String address, String word, int kind) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        switch (kind) {
            case 0 -> {
                Update update = WordEngine.update(word);
                queue.sendChange(
                        address, List.of(update), List.of(wire.encode(address, new ServerMessage.Edit(update))));
            }
            case 1 -> queue.send(address, new ServerMessage.SyncStep2(WordEngine.update(word)));
            case 2 -> queue.send(address, new ServerMessage.SyncStep1(Version.of(bytes)));
            default -> queue.sendPresence(wire.encode(address, new ServerMessage.Presence(bytes)));
        }
    }

    /** Checks that the words of each producer were sent from its first one on, in order, each once and to its own address. */
    void requireOrder() {
        List<String> words = sentWords();
        int[] next = new int[10];
        for (String word : words) {
            String[] parts = word.split("-");
            int producer = Integer.parseInt(parts[1]);
            schedule.require(Integer.parseInt(parts[2]) == next[producer]++, "lost, twice or out of order: " + words);
        }
    }

    void requireAllSent() {
        List<String> words = new ArrayList<>(sentWords());
        words.sort(Comparator.naturalOrder());
        produced.sort(Comparator.naturalOrder());
        schedule.require(words.equals(produced), "produced " + produced + ", sent " + words);
    }

    void requireNothingCounted() {
        schedule.require(queuedBytes() == 0, queuedBytes() + " bytes are counted");
        schedule.require(counter("answerBytes") == 0, counter("answerBytes") + " bytes of answers are counted");
        schedule.require(queue.overdueNanos() == 0, "a frame is in flight");
    }

    long queuedBytes() {
        return counter("queuedBytes");
    }

    private List<String> sentWords() {
        return connection.sent().stream()
                .flatMap(frame -> words(frame).stream())
                .toList();
    }

    private List<String> words(Frame frame) {
        ClientMessage message = wire.decode(frame);
        byte[] content;
        if (message instanceof ClientMessage.Edit edit) {
            content = edit.update().bytes();
        } else if (message instanceof ClientMessage.SyncStep2 step2) {
            content = step2.update().bytes();
        } else if (message instanceof ClientMessage.SyncStep1 step1) {
            content = step1.version().bytes();
        } else {
            content = ((ClientMessage.Presence) message).bytes();
        }
        List<String> words = Arrays.asList(new String(content, StandardCharsets.UTF_8).split(" "));
        schedule.require(
                words.stream().allMatch(word -> word.startsWith(message.address())),
                words + " for " + message.address());
        return words;
    }

    private long counter(String name) {
        try {
            Field field = SendQueue.class.getDeclaredField(name);
            field.setAccessible(true);
            return ((AtomicLong) field.get(queue)).get();
        } catch (ReflectiveOperationException renamed) {
            throw new IllegalStateException(renamed);
        }
    }
}
