package io.collab.runtime.flow;

import io.collab.api.CloseCode;
import io.collab.api.Update;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.runtime.threads.Mailbox;
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
 * The frames that wait to be sent over one connection. One frame is in flight; the next one is sent when the transport has
 * accepted it. Control messages and answers are sent in order and never dropped. Adjacent changes of one document are merged
 * while they wait. Presence is dropped first. A peer that lags by more than the limit is closed as a slow consumer.
 *
 * <p>Thread-safe; does not block. Its state belongs to the connection's mailbox.
 */
public final class SendQueue {
    /** A client regards a connection as broken if a message needs 30 s: 64 KiB need 8 s at the lowest rate. */
    private static final int MAX_MERGED_BYTES = 64 << 10;
    /** The time that a client may need for one byte: 8,000 bytes per second. */
    private static final long NANOS_PER_BYTE = 125_000;
    /** How much the network may hold that the client has not read. */
    private static final long MAX_BUFFERED_BYTES = 4 << 20;

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
    /** When a client that reads at the lowest rate has read what was sent. */
    private volatile long readUntilNanos;

    private volatile boolean inFlight;

    /** An entry of the queue. */
    private sealed interface Entry {
        /** A control message or presence. */
        record Message(Frame frame) implements Entry {}

        /** A change of the document at an address, with the same change encoded for this wire. */
        record Change(String address, Update update, Frame frame) implements Entry {}

        /**
         * A part of an answer to a SyncStep1. It is as large as the document, so it is not counted as lagging; it is encoded when it
         * is sent, so that peers that join together share its bytes.
         */
        record Answer(String address, ServerMessage message, int bytes) implements Entry {}

        /** The close of the socket, after all entries before it. */
        record End(CloseCode code, String reason) implements Entry {}
    }

    /**
     * @param mailbox the connection's mailbox
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public SendQueue(
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
        this.readUntilNanos = lastSendNanos;
    }

    /** Returns the wire protocol of the connection. */
    public WireProtocol wire() {
        return wire;
    }

    /** Sends a control message or a part of an answer; has no effect if the wire has no such message. */
    public void send(String address, ServerMessage message) {
        if (message instanceof ServerMessage.SyncStep2 step2) {
            answer(address, message, step2.update().size());
        } else if (message instanceof ServerMessage.SyncPart part) {
            answer(address, message, part.update().size());
        } else {
            Frame frame = wire.encode(address, message);
            if (frame != null) {
                enqueue(new Entry.Message(frame), sizeOf(frame));
            }
        }
    }

    private void answer(String address, ServerMessage message, int updateBytes) {
        int bytes = updateBytes + ConnectionLimits.MESSAGE_OVERHEAD;
        answerBytes.addAndGet(bytes);
        post(new Entry.Answer(address, message, bytes));
    }

    /**
     * Sends a change in parts. Whether the peer lags is decided before the first one, so that a peer that reads is sent a change of
     * any size.
     *
     * @param frames the parts, encoded for this wire and address
     */
    public void sendChange(String address, List<Update> parts, List<Frame> frames) {
        if (closesLaggingPeer()) {
            return;
        }
        for (int i = 0; i < frames.size(); i++) {
            queuedBytes.addAndGet(sizeOf(frames.get(i)));
            post(new Entry.Change(address, parts.get(i), frames.get(i)));
        }
    }

    /** Sends encoded presence, or drops it if too much waits. */
    public void sendPresence(Frame frame) {
        if (acceptsPresence()) {
            enqueue(new Entry.Message(frame), sizeOf(frame));
        }
    }

    /** Returns whether so little waits that presence is sent. */
    public boolean acceptsPresence() {
        return queuedBytes.get() <= limits.outbound().presenceBytes();
    }

    /** Returns whether so many bytes of earlier answers wait that no further SyncStep1 should be answered. */
    public boolean answersPending() {
        return answerBytes.get() > limits.outbound().queueBytes();
    }

    /** Closes the socket after everything that waits. */
    public void closeAfterAll(CloseCode code, String reason) {
        post(new Entry.End(code, reason));
    }

    /** Closes the socket at once and discards what waits. On the connection's mailbox. */
    public void closeNow(CloseCode code, String reason) {
        closed = true;
        queue.clear();
        queuedBytes.set(0);
        connection.close(code, reason);
    }

    /** Returns for how long nothing was sent, in nanoseconds. */
    public long idleNanos() {
        return nanoTime.getAsLong() - lastSendNanos;
    }

    /**
     * Returns for how long the current frame is in flight, in nanoseconds, beyond the time that a client needs for all that was sent
     * at 8,000 bytes per second: buffers of the network may hold {@value #MAX_BUFFERED_BYTES} bytes of it. 0 or less if it is not late, or if none is in flight.
     */
    public long overdueNanos() {
        return inFlight ? nanoTime.getAsLong() - readUntilNanos : 0;
    }

    private void enqueue(Entry entry, int bytes) {
        if (!closesLaggingPeer()) {
            queuedBytes.addAndGet(bytes);
            post(entry);
        }
    }

    private boolean closesLaggingPeer() {
        boolean lags = queuedBytes.get() > limits.outbound().queueBytes();
        if (lags) {
            mailbox.execute(() -> closeNow(CloseCode.SLOW_CONSUMER, "too many bytes wait to be read by the client"));
        }
        return lags;
    }

    private void post(Entry entry) {
        mailbox.execute(() -> {
            if (!closed) {
                queue.add(entry);
                sendNext();
            }
        });
    }

    private void sendNext() {
        while (!sending && !closed) {
            Entry next = queue.poll();
            if (next == null) {
                return;
            }
            if (next instanceof Entry.End end) {
                closeNow(end.code(), end.reason());
            } else if (next instanceof Entry.Change change) {
                transmit(mergeWithNext(change), queuedBytes, sizeOf(change.frame()));
            } else if (next instanceof Entry.Message message) {
                transmit(message.frame(), queuedBytes, sizeOf(message.frame()));
            } else if (next instanceof Entry.Answer answer) {
                transmitAnswer(answer);
            }
        }
    }

    private void transmitAnswer(Entry.Answer answer) {
        Frame frame = wire.encode(answer.address(), answer.message());
        if (frame != null) {
            transmit(frame, answerBytes, answer.bytes());
        }
    }

    /** Sends a frame; when the transport has accepted it, {@code bytes} are no longer counted. */
    private void transmit(Frame frame, AtomicLong counter, int bytes) {
        sending = true;
        long now = nanoTime.getAsLong();
        lastSendNanos = now;
        long ahead = Math.min(Math.max(0, readUntilNanos - now), MAX_BUFFERED_BYTES * NANOS_PER_BYTE);
        readUntilNanos = now + ahead + sizeOf(frame) * NANOS_PER_BYTE;
        inFlight = true;
        connection.send(frame).whenComplete((sent, failure) -> mailbox.execute(() -> sent(counter, bytes, failure)));
    }

    private void sent(AtomicLong counter, int bytes, @Nullable Throwable failure) {
        sending = false;
        inFlight = false;
        if (failure != null) {
            closeNow(CloseCode.NORMAL, "");
        } else if (!closed) {
            counter.addAndGet(-bytes);
            sendNext();
        }
    }

    /** Returns one frame for a change and the changes of the same document that wait directly after it. */
    private Frame mergeWithNext(Entry.Change first) {
        List<Update> run = new ArrayList<>();
        run.add(first.update());
        int bytes = first.update().size();
        for (Entry entry : queue) {
            if (!(entry instanceof Entry.Change next) || !next.address().equals(first.address())) {
                break;
            }
            bytes += next.update().size();
            if (bytes > MAX_MERGED_BYTES) {
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
            queuedBytes.addAndGet(-sizeOf(((Entry.Change) queue.remove()).frame()));
        }
        return frame;
    }

    private static int sizeOf(Frame frame) {
        int content = frame instanceof Frame.Binary binary
                ? binary.bytes().length
                : ((Frame.Text) frame).text().length() * 2;
        return content + ConnectionLimits.MESSAGE_OVERHEAD;
    }
}
