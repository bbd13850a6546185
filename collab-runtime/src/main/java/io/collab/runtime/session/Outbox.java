package io.collab.runtime.session;

import io.collab.api.CloseCode;
import io.collab.api.Update;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent over one connection. One frame is in flight; the next follows when the transport has taken it.
 * Answers and control go out in order and are never dropped. Neighbouring changes of one document are merged when they have
 * to wait. Presence is dropped first. Who falls behind by more than the bound is closed.
 *
 * <p>Called from any thread; its state belongs to the connection's mailbox.
 */
final class Outbox {
    private static final int MERGE_BYTES = 1 << 20;

    private final Connection connection;
    private final WireProtocol wire;
    private final MergeEngine engine;
    private final Mailbox mailbox;
    private final ConnectionLimits limits;
    private final LongSupplier nanoTime;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong answerBytes = new AtomicLong();
    private final Deque<Entry> queue = new ArrayDeque<>();
    private boolean sending;
    private boolean closed;
    private volatile long lastSendNanos;
    private volatile long sendingSinceNanos;

    /** Something to send. */
    private sealed interface Entry {
        int size();

        /** An answer, a control message, presence. */
        record Message(Frame frame) implements Entry {
            @Override
            public int size() {
                return sizeOf(frame);
            }
        }

        /** A change of the document at an address, and the same encoded for this wire. */
        record Change(String address, Update update, Frame frame) implements Entry {
            @Override
            public int size() {
                return sizeOf(frame);
            }
        }

        /** A part of an answer to a SyncStep1: as large as the document, so it does not count as falling behind. */
        record Answer(Frame frame) implements Entry {
            @Override
            public int size() {
                return sizeOf(frame);
            }
        }

        /** The end, behind all before it. */
        record End(CloseCode code, String reason) implements Entry {
            @Override
            public int size() {
                return 0;
            }
        }
    }

    Outbox(
            Connection connection,
            WireProtocol wire,
            MergeEngine engine,
            Mailbox mailbox,
            ConnectionLimits limits,
            LongSupplier nanoTime) {
        this.connection = connection;
        this.wire = wire;
        this.engine = engine;
        this.mailbox = mailbox;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.lastSendNanos = nanoTime.getAsLong();
    }

    /** A part of an answer to a SyncStep1. */
    void answer(String address, ServerMessage message) {
        Frame frame = wire.encode(address, message);
        if (frame != null) {
            answerBytes.addAndGet(sizeOf(frame));
            post(new Entry.Answer(frame));
        }
    }

    /** Whether so much of earlier answers waits that another question should not be answered. */
    boolean overloaded() {
        return answerBytes.get() > limits.outboxBytes();
    }

    /** A control message. */
    void send(String address, ServerMessage message) {
        Frame frame = wire.encode(address, message);
        if (frame != null) {
            enqueue(new Entry.Message(frame));
        }
    }

    /** A change, already encoded for this wire and address. */
    void change(String address, Update update, Frame frame) {
        enqueue(new Entry.Change(address, update, frame));
    }

    /** Presence, already encoded. */
    void presence(Frame frame) {
        if (queuedBytes.get() <= limits.presenceBytes()) {
            enqueue(new Entry.Message(frame));
        }
    }

    /** Closes the socket behind everything that waits. */
    void closeAfterAll(CloseCode code, String reason) {
        post(new Entry.End(code, reason));
    }

    /** Forgets what waits: the socket is gone or is being closed. */
    void closeNow(CloseCode code, String reason) {
        closed = true;
        queue.clear();
        queuedBytes.set(0);
        connection.close(code, reason);
    }

    /** For how long nothing has been sent, in nanoseconds. */
    long idleNanos() {
        return nanoTime.getAsLong() - lastSendNanos;
    }

    /** For how long the frame in flight has been on its way, in nanoseconds; 0 when none is. */
    long stuckNanos() {
        long since = sendingSinceNanos;
        return since == 0 ? 0 : nanoTime.getAsLong() - since;
    }

    private void enqueue(Entry entry) {
        if (queuedBytes.get() > limits.outboxBytes()) {
            mailbox.execute(() -> closeNow(CloseCode.SLOW_CONSUMER, "too much waits to be read"));
            return;
        }
        queuedBytes.addAndGet(entry.size());
        post(entry);
    }

    private void post(Entry entry) {
        mailbox.execute(() -> {
            if (!closed) {
                queue.add(entry);
                pump();
            }
        });
    }

    private void pump() {
        while (!sending && !closed) {
            Entry next = queue.poll();
            if (next == null) {
                return;
            }
            if (next instanceof Entry.End end) {
                closeNow(end.code(), end.reason());
            } else if (next instanceof Entry.Change change) {
                send(next, mergeFrom(change));
            } else if (next instanceof Entry.Message message) {
                send(next, message.frame());
            } else if (next instanceof Entry.Answer answer) {
                send(next, answer.frame());
            }
        }
    }

    private void send(Entry entry, Frame frame) {
        sending = true;
        long now = nanoTime.getAsLong();
        lastSendNanos = now;
        sendingSinceNanos = now;
        connection.send(frame).whenComplete((sent, failure) -> mailbox.execute(() -> sent(entry, failure)));
    }

    private void sent(Entry entry, @Nullable Throwable failure) {
        sending = false;
        sendingSinceNanos = 0;
        if (failure != null) {
            closeNow(CloseCode.NORMAL, "");
        } else if (!closed) {
            (entry instanceof Entry.Answer ? answerBytes : queuedBytes).addAndGet(-entry.size());
            pump();
        }
    }

    /** One frame of a change and those that wait directly behind it for the same document. */
    private Frame mergeFrom(Entry.Change first) {
        List<Update> run = new ArrayList<>();
        run.add(first.update());
        int bytes = first.update().size();
        for (Entry entry : queue) {
            if (!(entry instanceof Entry.Change next) || !next.address().equals(first.address())) {
                break;
            }
            bytes += next.update().size();
            if (bytes > MERGE_BYTES) {
                break;
            }
            run.add(next.update());
        }
        Update merged = run.size() == 1 ? null : engine.merge(run);
        Frame frame = merged == null ? null : wire.encode(first.address(), new ServerMessage.Edit(merged));
        if (frame == null) {
            return first.frame();
        }
        for (int i = 1; i < run.size(); i++) {
            queuedBytes.addAndGet(-queue.remove().size());
        }
        return frame;
    }

    private static int sizeOf(Frame frame) {
        return frame instanceof Frame.Binary binary
                ? binary.bytes().length
                : ((Frame.Text) frame).text().length() * 2;
    }
}
