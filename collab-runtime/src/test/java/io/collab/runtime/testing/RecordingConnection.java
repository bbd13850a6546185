package io.collab.runtime.testing;

import io.collab.api.CloseCode;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A socket that records its frames. Sends complete at once, or when the test says so. */
public final class RecordingConnection implements Connection {
    private final String id;
    private final Wire wire;
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final Queue<CompletableFuture<Void>> inFlight = new ConcurrentLinkedQueue<>();
    private volatile boolean holding;
    private volatile @Nullable CloseCode closed;
    private volatile String closeReason = "";

    public RecordingConnection(String id, Wire wire) {
        this.id = id;
        this.wire = wire;
    }

    public List<Frame> frames() {
        return frames;
    }

    /** Returns the frames as readable lines, see {@link Peer}. */
    public List<String> lines() {
        return frames.stream().map(frame -> ReadableFrames.line(wire, frame)).toList();
    }

    public @Nullable CloseCode closeCode() {
        return closed;
    }

    public String closeReason() {
        return closeReason;
    }

    /** From now on a send completes when the test says so. */
    public void holdSends() {
        holding = true;
    }

    /** Returns the number of sends that have not completed. */
    public int inFlight() {
        return inFlight.size();
    }

    public void completeSend() {
        inFlight.remove().complete(null);
    }

    public void failSend() {
        inFlight.remove().completeExceptionally(new IllegalStateException("the socket is broken"));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletionStage<Void> send(Frame frame) {
        frames.add(frame);
        CompletableFuture<Void> sent = new CompletableFuture<>();
        if (holding) {
            inFlight.add(sent);
        } else {
            sent.complete(null);
        }
        return sent;
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (closed == null) {
            closeReason = reason;
            closed = code;
        }
    }
}
